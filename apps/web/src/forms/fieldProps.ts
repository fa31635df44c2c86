import type { FieldDescription } from '@stepkey/shared/schema'

/** The props of the input of a field. */
export interface FieldProps<Kind extends FieldDescription['kind'] = FieldDescription['kind']> {
  field: FieldDescription & { kind: Kind }
  /** The path of the field in the form: `values.server.host`. */
  path: string
}
