import { chosenVariant, type FieldDescription, isRecord } from '@stepkey/shared/schema'

/**
 * What stands in the inputs. A draft keeps more than a value: empty text, half a number, and under a union what was
 * typed for its other variants, so that switching back loses nothing. A secret that is stored and not being replaced
 * is `undefined`; `null` removes it.
 */
export type Draft = Record<string, unknown>

/** The draft for these values; without them, what each field starts with. `stored` are paths of stored secrets. */
export function draftOf(
  fields: readonly FieldDescription[],
  values: Record<string, unknown> = {},
  stored: readonly string[] = [],
): Draft {
  const draft: Draft = {}
  for (const field of fields) {
    const value = values[field.name] ?? field.default
    if (field.kind === 'variants') {
      const record = isRecord(value) ? value : {}
      const inner = stored
        .filter((path) => path.startsWith(`${field.name}.`))
        .map((path) => path.slice(field.name.length + 1))
      const others = field.variants.map((variant) => draftOf(variant.fields))
      const chosen = chosenVariant(field, record) ?? (field.required ? field.variants[0] : undefined)
      draft[field.name] = {
        ...Object.assign({}, ...others),
        ...(chosen && draftOf(chosen.fields, record, inner)),
        [field.discriminator]: chosen?.value ?? null,
      }
    } else if (field.kind === 'boolean') {
      draft[field.name] = value ?? false
    } else if (field.kind === 'choice') {
      draft[field.name] = value ?? null
    } else if (field.kind === 'several') {
      draft[field.name] = value ?? []
    } else if (field.kind === 'secret') {
      draft[field.name] = stored.includes(field.name) ? undefined : (value ?? '')
    } else {
      draft[field.name] = value ?? ''
    }
  }
  return draft
}

/** The values that a draft stands for: empty fields and other variants' fields are absent. */
export function valuesOf(fields: readonly FieldDescription[], draft: Draft): Record<string, unknown> {
  const values: Record<string, unknown> = {}
  for (const field of fields) {
    const value = typedInto(field, draft[field.name])
    if (value !== undefined) values[field.name] = value
  }
  return values
}

function typedInto(field: FieldDescription, draft: unknown): unknown {
  if (draft === null || draft === '' || draft === undefined) return undefined
  if (field.kind === 'variants') {
    const variant = chosenVariant(field, draft)
    return variant && { [field.discriminator]: variant.value, ...valuesOf(variant.fields, draft as Draft) }
  }
  if (field.kind === 'several') return chosenOf(field, draft as string[])
  if (field.kind === 'text' || field.kind === 'multiline') return String(draft).trim() || undefined
  return draft
}

/**
 * What to send for an edit: only what differs from what is stored. An omitted field keeps its value, `null` clears
 * it, and a union is sent whole when another variant is chosen.
 */
export function changesOf(
  fields: readonly FieldDescription[],
  draft: Draft,
  storedValues: Record<string, unknown>,
): Record<string, unknown> {
  const changes: Record<string, unknown> = {}
  for (const field of fields) {
    const before = storedValues[field.name]
    const after = typedInto(field, draft[field.name])
    if (field.kind === 'secret') {
      if (after !== undefined) changes[field.name] = after
      else if (draft[field.name] === null) changes[field.name] = null
    } else if (field.kind === 'variants' && isRecord(after) && isRecord(before)) {
      if (after[field.discriminator] !== before[field.discriminator]) changes[field.name] = after
      else {
        const variant = chosenVariant(field, after)
        const inner = changesOf(variant?.fields ?? [], draft[field.name] as Draft, before)
        if (Object.keys(inner).length > 0) changes[field.name] = inner
      }
    } else if (after === undefined) {
      if (before !== undefined) changes[field.name] = null
    } else if (field.kind === 'several' ? !isSameList(after, before) : after !== before) {
      changes[field.name] = after
    }
  }
  return changes
}

/** In the order of the options, whatever order they were chosen in. Nothing chosen is a value where it is a choice. */
function chosenOf(
  { options, default: fallback }: FieldDescription & { kind: 'choice' | 'several' },
  chosen: readonly string[],
) {
  if (chosen.length === 0 && fallback === undefined) return undefined
  const places = new Map(options.map(({ value }, place) => [value, place]))
  const placeOf = (value: string) => places.get(value) ?? places.size
  return chosen.toSorted((a, b) => placeOf(a) - placeOf(b))
}

/** Whether two lists hold the same, in whatever order. */
export function isSameList(one: unknown, other: unknown): boolean {
  if (!Array.isArray(one) || !Array.isArray(other)) return false
  return one.length === other.length && one.every((item) => other.includes(item))
}
