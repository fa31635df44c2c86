import type { FieldDescription } from '@stepkey/shared/schema'

export interface FieldProps<Kind extends FieldDescription['kind'] = FieldDescription['kind']> {
  field: FieldDescription & { kind: Kind }
  /** Where the field's draft stands in the form: `values.server.host`. */
  path: string
}
