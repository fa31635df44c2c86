import { z } from 'zod'
import { Cursor, ObjectId, PageLimit, PRINTABLE, Search } from './inputs.ts'
import { FIRST } from './length-limit.ts'
import { UsingFlow } from './usage.ts'

/** The owner of a connect session that stands for every owner. No credential has it. */
export const ANY_OWNER = '*'

/** The maximum length of an owner, in UTF-16 code units. */
export const OWNER_LIMIT = 250

const OwnerText = z.string().max(OWNER_LIMIT, FIRST).regex(PRINTABLE, 'An owner has no control characters')
// Addresses can't contain dots alone.
const isDots = (owner: string) => /^\.{1,2}$/.test(owner)
const isOwner = (owner: string) => owner !== ANY_OWNER && !isDots(owner)
const NOT_AN_OWNER = '“*”, “.” and “..” can’t be owners. Enter the id of one owner'

/**
 * The customer that a credential belongs to: an opaque id that the caller chooses, for example `org_42`. Compared exactly.
 */
export const Owner = OwnerText.min(1)
  .refine(isOwner, NOT_AN_OWNER)
  .describe('The id of a customer, which the caller chooses. 1 to 250 characters, compared exactly.')

/** An owner, or all of them. */
export const OwnerOrAny = OwnerText.min(1)
  .refine((owner) => !isDots(owner), NOT_AN_OWNER)
  .describe('The id of an owner. `*`: all owners.')

/** An owner by which lists are filtered. */
export const OwnerFilter = OwnerText.refine(isOwner, NOT_AN_OWNER).describe(
  'The id of an owner. Empty: the workspace itself.',
)

/** The maximum number of tags of a credential. */
export const TAG_LIMIT = 20
/** The maximum lengths of the key and the value of a tag, in UTF-16 code units. */
const [KEY_LIMIT, VALUE_LIMIT] = [40, 120]

// Filters separate tags by commas and keys from values by a colon, so keys have neither, and values no comma.
const TagKey = z
  .string()
  .max(KEY_LIMIT, FIRST)
  .regex(/^[\p{L}\p{N}_.-]+$/u, 'The key of a tag has letters, digits, “_”, “-” and “.” only')
const TagValue = z
  .string()
  .trim()
  .max(VALUE_LIMIT, FIRST)
  .regex(
    /^(?:[\u200c\u200d]|[^\p{Cc}\p{Cf}\p{Cs},])*$/u,
    'The value of a tag has no commas and no control characters',
  )

/** The message for more tags than {@link TAG_LIMIT}. */
export const TOO_MANY_TAGS = `A credential has at most ${TAG_LIMIT} tags`

/** The tags of a credential in an answer. */
export const Tags = z
  .record(z.string(), z.string())
  .describe('The tags, values by key. A plain label has an empty value.')
/** Labels of a credential: values by key. */
export type Tags = z.infer<typeof Tags>

/** The tags of a new credential. */
export const NewTags = z
  .record(TagKey, TagValue)
  .refine((tags) => Object.keys(tags).length <= TAG_LIMIT, TOO_MANY_TAGS)
  .describe(
    'Tags, values by key: at most 20. Keys have up to 40 letters, digits, `_`, `-` and `.`; values up to 120 characters without commas. A plain label has an empty value.',
  )

/** Changes of tags: they are merged into the stored ones. */
export const TagChanges = z
  .record(TagKey, TagValue.nullable())
  .refine((tags) => Object.keys(tags).length <= 2 * TAG_LIMIT, TOO_MANY_TAGS)
  .describe('Changes of tags by key: a text sets the tag, null removes it. Other tags stay.')
/** Changes of tags by key. Null removes a tag. */
export type TagChanges = z.infer<typeof TagChanges>

/** Tags by which lists are filtered. */
export const TagFilter = z
  .array(
    z
      .string()
      .max(KEY_LIMIT + VALUE_LIMIT + 1, FIRST)
      .regex(/^[^:]+(?::.*)?$/s, 'Enter `key:value` or `key`'),
  )
  .min(1)
  .max(TAG_LIMIT)
  .describe('Tags as `key:value`, or `key` for any value.')

/** Input of `owners.list`. */
export const ListOwners = z
  .object({
    search: Search.optional().describe('Only owners that begin with this text. At most 120 characters.'),
    cursor: Cursor.optional().describe('The `nextCursor` of the previous page.'),
    limit: PageLimit.optional().describe('The maximum number of owners per page, 1 to 200. Defaults to 50.'),
  })
  .optional()
  .describe('Filters and paging for owners.')

/** One page of owners. */
export const OwnerPage = z
  .object({
    items: z
      .array(
        z
          .object({
            owner: z.string().describe('The id of the owner.'),
            credentialCount: z.int().describe('The number of its credentials.'),
          })
          .describe('An owner of credentials.'),
      )
      .describe('The owners of the page, by code point.'),
    nextCursor: z.string().nullable().describe('The cursor of the next page. Null on the last page.'),
  })
  .describe('One page of the owners of credentials.')

/** The maximum number of credentials that one call of `owners.remove` deletes. */
export const OWNER_REMOVAL_LIMIT = 200

/** Input of `owners.remove`. */
export const RemoveOwner = z
  .object({
    owner: Owner.describe('The owner whose credentials are deleted.'),
    dryRun: z
      .boolean()
      .default(false)
      .describe('Whether only to answer what would happen. Defaults to false.'),
  })
  .describe('An owner whose credentials are deleted.')
/** Input of `owners.remove`, with defaults applied. */
export type RemoveOwner = z.infer<typeof RemoveOwner>

const removal = {
  credentials: z
    .array(
      z
        .object({
          id: ObjectId.describe('The id of the credential.'),
          componentId: z.string().describe('The component that the credential is for.'),
          name: z.string().describe('The name of the credential.'),
          isInUse: z.boolean().describe('Whether an active flow uses it, so that it stays.'),
          revocation: z
            .enum(['pending', 'none'])
            .describe(
              '`pending`: Stepkey revokes the key or the access at the provider within a few minutes; `/revocations` lists it until then. `none`: it does not, because the provider has no request for that, another credential has the same key, or the credential stays.',
            ),
        })
        .describe('A credential of the owner.'),
    )
    .describe('The credentials of the owner, at most 200 that are deleted and 200 that stay.'),
  flows: z.array(UsingFlow).describe('The active flows that use the credentials that stay, at most 50.'),
  hidden: z.int().describe('The number of further flows.'),
  recentFlows: z
    .array(UsingFlow)
    .describe(
      'The active flows that are bound to the owner’s credential, and got one of those that are deleted within the last 30 days. At most 50.',
    ),
  hasMore: z.boolean().describe('Whether the owner has more credentials. Call again to delete them.'),
}

/** The result of `owners.remove`. */
export const OwnerRemoved = z
  .discriminatedUnion('outcome', [
    z
      .object({ outcome: z.literal('removed').describe('The credentials were deleted.'), ...removal })
      .describe('The credentials of the owner were deleted.'),
    z
      .object({ outcome: z.literal('plan').describe('Nothing was changed.'), ...removal })
      .describe('What would happen.'),
    z
      .object({
        outcome: z.literal('in_use').describe('Active flows use some of the credentials, and these stay.'),
        ...removal,
      })
      .describe('Some credentials stay, because active flows use them. All others were deleted.'),
  ])
  .describe('The result of deleting the credentials of an owner.')
/** The result of `owners.remove`. */
export type OwnerRemoved = z.infer<typeof OwnerRemoved>
