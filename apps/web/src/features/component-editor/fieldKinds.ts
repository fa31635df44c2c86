import type { Json } from './definitionDraft.ts'

/** The kinds of fields that the editor offers. Others are shown as they are, and can be changed in the JSON. */
export const FIELD_KINDS = {
  text: 'Text',
  secret: 'Secret',
  url: 'URL',
  host: 'Host name',
  multiline: 'Several lines',
  secretLines: 'Secret of several lines',
  number: 'Number',
  flag: 'Yes or no',
  choice: 'Choice',
} as const
/** A kind of field. */
export type FieldKind = keyof typeof FIELD_KINDS

/** What each kind has in JSON. */
const MEMBERS: Record<FieldKind, Json> = {
  text: { type: 'string' },
  secret: { type: 'string', writeOnly: true },
  url: { type: 'string', format: 'http-url' },
  host: { type: 'string', format: 'host' },
  multiline: { type: 'string', format: 'multiline' },
  secretLines: { type: 'string', format: 'multiline', writeOnly: true },
  number: { type: 'number' },
  flag: { type: 'boolean' },
  choice: { type: 'string', enum: ['first'], 'x-options': { first: 'First' } },
}
/** The members that a kind decides. */
const DECIDED = ['type', 'format', 'writeOnly', 'enum', 'x-options', 'default']

/** Returns the kind of a field; undefined for one that the editor does not offer. */
export function kindOf(field: Json): FieldKind | undefined {
  if (Array.isArray(field.enum)) return 'choice'
  return (Object.keys(MEMBERS) as FieldKind[]).find(
    (kind) =>
      kind !== 'choice' &&
      ['type', 'format', 'writeOnly'].every((member) => field[member] === MEMBERS[kind][member]),
  )
}

/** Returns a field as another kind. Label, help and other texts stay. */
export const asKind = (field: Json, kind: FieldKind): Json => ({
  ...Object.fromEntries(Object.entries(field).filter(([member]) => !DECIDED.includes(member))),
  ...MEMBERS[kind],
})
