import { activeFields, type FieldDescription } from '@stepkey/shared/schema'
import { formatList } from '../../ui/time/format.ts'

/** A value of a credential as text, or a secret of which only the existence is known. */
export interface ShownValue {
  path: string
  label: string
  /** Absent for a stored secret. */
  text?: string
}

/** Returns the values that are not secret with their labels, and the secrets that are stored. */
export function shownValues(
  fields: readonly FieldDescription[],
  values: Record<string, unknown>,
  stored: readonly string[],
): ShownValue[] {
  return [...activeFields(fields, values)].flatMap(({ path, field, value }) => {
    const { label } = field.meta
    if (stored.includes(path)) return [{ path, label }]
    const text = textOf(field, value)
    return text ? [{ path, label, text }] : []
  })
}

function textOf(field: FieldDescription, value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined
  switch (field.kind) {
    case 'boolean':
      return value ? 'Yes' : 'No'
    case 'choice':
      return labelIn(field.options, value)
    case 'several':
      return Array.isArray(value)
        ? formatList(value.map((each) => labelIn(field.options, each)))
        : String(value)
    case 'variants':
      return labelIn(field.variants, (value as Record<string, unknown>)[field.discriminator])
    default:
      return String(value)
  }
}

const labelIn = (options: readonly { value: string; label: string }[], value: unknown) =>
  options.find((option) => option.value === value)?.label ?? String(value)
