import fc from 'fast-check'

/** How fuzz tests run: with the same inputs in each short run, and with new ones at full volume. */
export const fuzzing = process.env.STEPKEY_LONG ? { numRuns: 5000 } : { numRuns: 250, seed: 1 }

/** Texts that often break databases, encodings and regular expressions. */
const oddText = fc.oneof(
  fc.constantFrom(
    '',
    ' ',
    '\0',
    'a\0b',
    '\ud800',
    '💥',
    'İ',
    'ß',
    '\u{10ffff}',
    '%',
    '_',
    "'",
    '"',
    '\\',
    '../',
    '__proto__',
    '\r\n',
    'null',
  ),
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.string({ minLength: 100, maxLength: 3000 }),
)
const odd = fc.oneof(
  oddText,
  fc.constantFrom<unknown>(null, true, 0, -1, 0.5, 1e308, 2 ** 53, 2 ** 31, [], {}, [[[]]], {
    a: { b: { c: {} } },
  }),
  fc.jsonValue({ maxDepth: 4 }),
)

/** A mutation of the n-th member of an input: replace it, remove it or add one beside it. */
export interface Change {
  at: number
  how: 'replace' | 'remove' | 'add'
  what: unknown
}
/** An arbitrary of mutations with unusual values. */
export const change: fc.Arbitrary<Change> = fc.record({
  at: fc.nat(30),
  how: fc.constantFrom('replace', 'replace', 'remove', 'add'),
  what: odd,
})

interface Place {
  holder: Record<string, unknown>
  key: string
}
function placesIn(holder: unknown): Place[] {
  if (typeof holder !== 'object' || holder === null) return []
  const record = holder as Record<string, unknown>
  return Object.keys(record).flatMap((key) => [{ holder: record, key }, ...placesIn(record[key])])
}

/** Returns the number of places that a mutation of the input can change. */
export const countPlaces = (input: unknown): number => placesIn(input).length

/** Returns a copy of the input with the mutation applied. */
export function apply(input: unknown, { at, how, what }: Change): unknown {
  const copy = structuredClone(input)
  const places = placesIn(copy)
  const place = places[at % Math.max(1, places.length)]
  if (!place) return what
  if (Array.isArray(place.holder)) place.holder.push(what)
  else if (how === 'remove') delete place.holder[place.key]
  else place.holder[how === 'add' ? (JSON.stringify(what) ?? '').slice(0, 100) : place.key] = what
  return copy
}
