import type { FieldMessage } from '@stepkey/shared/errors'
import { fieldErrors } from '@stepkey/shared/field-errors'
import { NewTags, Owner, type TagChanges, type Tags } from '@stepkey/shared/owner'
import { z } from 'zod'
import { isolated } from '../../ui/text/isolated.ts'

/** Returns a tag as text: `plan: pro`, or `vip` for a plain label. */
export const tagText = (key: string, value: string): string => (value ? `${key}: ${value}` : key)

/** Returns a tag as the filters of the API name it: `plan:pro`, or `vip`. */
export const tagFilter = (key: string, value: string): string => (value ? `${key}:${value}` : key)

const byKey = (tags: Tags) =>
  Object.entries(tags).toSorted(([a], [b]) => a.localeCompare(b, undefined, { numeric: true }))

/** Returns tags as texts, by key. */
export const tagTexts = (tags: Tags): string[] => byKey(tags).map((tag) => tagText(...tag))

/** Returns tags as filters of the API, by key. */
export const tagFilters = (tags: Tags): string[] => byKey(tags).map((tag) => tagFilter(...tag))

/** Splits `key: value`, or `key`. */
export function splitTag(text: string): [key: string, value: string] {
  const colon = text.indexOf(':')
  return colon < 0 ? [text.trim(), ''] : [text.slice(0, colon).trim(), text.slice(colon + 1).trim()]
}

/** Tags as texts, each `key: value` or `key`. An error names the first text that is wrong. */
const TagTexts = z.array(z.string()).transform((texts, context) => {
  const tags = new Map<string, string>()
  const refuse = (message: string) => {
    context.addIssue({ code: 'custom', message })
    return z.NEVER
  }
  for (const text of texts) {
    const [key, value] = splitTag(text)
    const problem = problemOf(key, value)
    if (problem) return refuse(`“${isolated(text)}”: ${problem}`)
    if (tags.has(key)) return refuse(`The key “${key}” occurs twice. Remove one of the two tags`)
    tags.set(key, value)
  }
  const all = NewTags.safeParse(Object.fromEntries(tags))
  return all.success ? all.data : refuse(fieldErrors(all.error)[0]?.message ?? '')
})

function problemOf(key: string, value: string): string | undefined {
  if (!key) return 'Enter a key before the colon.'
  const [issue] = NewTags.safeParse({ [key]: value }).error?.issues ?? []
  if (!issue) return undefined
  // What is wrong with a key is inside the issue.
  return fieldErrors({ issues: issue.code === 'invalid_key' ? issue.issues : [issue] })[0]?.message
}

/** The owner and the tags in a form. No owner is the workspace itself. */
export type OwnershipDraft = { owner: string; tags: string[] }

/** Reads the owner and the tags of a form. */
export const Ownership = z.object({
  owner: z
    .string()
    .transform((owner) => owner || null)
    .pipe(Owner.nullable()),
  tags: TagTexts,
})
type Ownership = z.output<typeof Ownership>

/** Returns the owner and the tags for a form. */
export const ownershipDraft = ({ owner, tags }: Ownership): OwnershipDraft => ({
  owner: owner ?? '',
  tags: tagTexts(tags),
})

/** Returns the errors in the owner and the tags of a form. */
export function ownershipErrors(draft: OwnershipDraft): FieldMessage[] {
  const parsed = Ownership.safeParse(draft)
  return parsed.success ? [] : fieldErrors(parsed.error)
}

/** Returns the error in the tags of a form. */
export const tagError = (tags: readonly string[]): string | undefined =>
  ownershipErrors({ owner: '', tags: [...tags] })[0]?.message

/** Returns the owner and the tags for a new credential, without those that are empty. */
export function ownershipInput(draft: OwnershipDraft): { owner?: string; tags?: Tags } {
  const { owner, tags } = Ownership.parse(draft)
  return { ...(owner !== null && { owner }), ...(Object.keys(tags).length > 0 && { tags }) }
}

/** Returns what differs between two versions, as input of `credentials.update`. */
export function ownershipChanges(
  before: Ownership,
  after: Ownership,
): { owner?: string | null; tags?: TagChanges } {
  const keys = new Set([...Object.keys(before.tags), ...Object.keys(after.tags)])
  const changed = [...keys].filter((key) => before.tags[key] !== after.tags[key])
  return {
    ...(before.owner !== after.owner && { owner: after.owner }),
    ...(changed.length > 0 && {
      tags: Object.fromEntries(changed.map((key) => [key, after.tags[key] ?? null])),
    }),
  }
}
