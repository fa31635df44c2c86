import { chosenVariant, type FieldDescription, isRecord } from '@stepkey/shared/schema'

/**
 * The state of the inputs. Unlike values, a draft can hold empty text, partly typed numbers, and the input for the other
 * variants of a union, so that switching back keeps it. A stored secret that is not replaced is `undefined`; `null`
 * removes it.
 */
export type Draft = Record<string, unknown>

/** Returns the draft for these values, or for the defaults. `stored` are the paths of stored secrets. */
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
      const variantDrafts = field.variants.map((variant) => draftOf(variant.fields))
      const chosen = chosenVariant(field, record) ?? (field.required ? field.variants[0] : undefined)
      draft[field.name] = {
        ...Object.assign({}, ...variantDrafts),
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

/** Returns the values of a draft, without empty fields and the fields of other variants. */
export function valuesOf(fields: readonly FieldDescription[], draft: Draft): Record<string, unknown> {
  const values: Record<string, unknown> = {}
  for (const field of fields) {
    const value = fieldValue(field, draft[field.name])
    if (value !== undefined) values[field.name] = value
  }
  return values
}

function fieldValue(field: FieldDescription, draft: unknown): unknown {
  if (draft === null || draft === '' || draft === undefined) return undefined
  if (field.kind === 'variants') {
    const variant = chosenVariant(field, draft)
    return variant && { [field.discriminator]: variant.value, ...valuesOf(variant.fields, draft as Draft) }
  }
  if (field.kind === 'several') return sortedChoice(field, draft as string[])
  if (field.kind === 'text' || field.kind === 'multiline') return String(draft).trim() || undefined
  return draft
}

/**
 * Returns the changes to send for an edit. An omitted field keeps its value, `null` clears it, and a union is sent as a
 * whole if another variant is chosen.
 */
export function changesOf(
  fields: readonly FieldDescription[],
  draft: Draft,
  storedValues: Record<string, unknown>,
): Record<string, unknown> {
  const changes: Record<string, unknown> = {}
  for (const field of fields) {
    const before = storedValues[field.name]
    const after = fieldValue(field, draft[field.name])
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

/** Sorts the chosen values by the order of the options. An empty list is a value only if the field has a default. */
function sortedChoice(
  { options, default: fallback }: FieldDescription & { kind: 'choice' | 'several' },
  chosen: readonly string[],
) {
  if (chosen.length === 0 && fallback === undefined) return undefined
  const positions = new Map(options.map(({ value }, position) => [value, position]))
  const positionOf = (value: string) => positions.get(value) ?? positions.size
  return chosen.toSorted((a, b) => positionOf(a) - positionOf(b))
}

/** Returns whether two lists have the same items, in any order. */
export function isSameList(first: unknown, second: unknown): boolean {
  if (!Array.isArray(first) || !Array.isArray(second)) return false
  return first.length === second.length && first.every((item) => second.includes(item))
}
