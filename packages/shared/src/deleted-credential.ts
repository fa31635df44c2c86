import { z } from 'zod'
import { Credential, CredentialRef } from './credential.ts'
import { Cursor, Name, ObjectId, PageLimit, Search, Time } from './inputs.ts'
import { Revocation } from './oauth.ts'
import { Tags } from './owner.ts'
import { Verification } from './verification.ts'

/** A deleted credential that can be restored, without its values. */
export const DeletedCredential = z
  .object({
    id: ObjectId.describe('The id of the credential. It keeps it when it is restored.'),
    componentId: z.string().describe('The component that the credential is for.'),
    methodId: z.string().describe('The method of the component that the credential uses.'),
    name: z.string().describe('The name that the credential had. Another credential may have it now.'),
    identity: z
      .string()
      .nullable()
      .describe(
        'The account that the credential belongs to, as the target last reported it. Null if unknown.',
      ),
    owner: z
      .string()
      .nullable()
      .describe('The owner that the credential belongs to. Null: the workspace itself.'),
    tags: Tags.describe('The tags of the credential, values by key.'),
    isFrozen: z
      .boolean()
      .describe('Whether the credential was frozen. It is still frozen when it is restored.'),
    deletedBy: z
      .string()
      .describe(
        'The id of the account or the API key that deleted the credential, or a fixed id, as in the audit log.',
      ),
    deletedAt: Time.describe('When the credential was deleted, as ISO 8601 UTC time.'),
    eraseAt: Time.describe('When Stepkey erases the credential, as ISO 8601 UTC time.'),
  })
  .describe('A deleted credential that can be restored, without its values.')
/** A deleted credential that can be restored, without its values. */
export type DeletedCredential = z.infer<typeof DeletedCredential>

/** Input of `deletedCredentials.list`. */
export const ListDeletedCredentials = z
  .object({
    search: Search.optional().describe(
      'Only credentials in which all words of this text occur: anywhere in the name, the identity or the title of the component. Letter case and accents don’t matter. At most 120 characters.',
    ),
    cursor: Cursor.optional().describe('The `nextCursor` of the previous page.'),
    limit: PageLimit.optional().describe(
      'The maximum number of credentials per page, 1 to 200. Defaults to 50.',
    ),
  })
  .optional()
  .describe('Filters and paging for deleted credentials.')

/** One page of deleted credentials. */
export const DeletedCredentialPage = z
  .object({
    items: z
      .array(DeletedCredential)
      .describe('The deleted credentials of the page, the last deleted first.'),
    nextCursor: z.string().nullable().describe('The cursor of the next page. Null on the last page.'),
    keptDays: z
      .int()
      .describe('For how many days this installation keeps deleted credentials. 0: it erases them at once.'),
  })
  .describe('One page of deleted credentials.')

/** Input of `deletedCredentials.restore`. */
export const RestoreDeletedCredential = CredentialRef.extend({
  name: Name.optional().describe('The new name. If absent, the credential gets the name that it had.'),
  allowUnverified: z
    .boolean()
    .optional()
    .describe(
      'Whether to restore the credential if the verification is inconclusive. A rejected credential is never restored.',
    ),
}).describe('A deleted credential to restore.')
/** Input of `deletedCredentials.restore`. */
export type RestoreDeletedCredential = z.infer<typeof RestoreDeletedCredential>

/** The result of `deletedCredentials.restore`. */
export const DeletedCredentialRestored = z
  .discriminatedUnion('outcome', [
    z
      .object({
        outcome: z.literal('restored').describe('The credential exists again.'),
        credential: Credential.describe(
          'The restored credential. Callers who may not read credentials get it without values, identity, receipt and grant.',
        ),
      })
      .describe('The credential exists again, with its id.'),
    z
      .object({
        outcome: z.literal('not_saved').describe('The credential was not restored.'),
        verification: Verification.describe(
          'The result of the verification that prevented the restoration. Callers without the permission `verify` get only its outcome, reason, message, advice and time.',
        ),
      })
      .describe('The credential was not restored, because the verification did not succeed.'),
  ])
  .describe('The result of restoring a deleted credential.')
/** The result of `deletedCredentials.restore`. */
export type DeletedCredentialRestored = z.infer<typeof DeletedCredentialRestored>

/** The result of `deletedCredentials.erase`. */
export const DeletedCredentialErased = z
  .object({
    outcome: z.literal('erased').describe('The credential can’t be restored any more.'),
    revocation: Revocation.optional().describe(
      'Whether the key was revoked at the provider. Present if `revoke` was set.',
    ),
  })
  .describe('The deleted credential was erased.')
/** The result of `deletedCredentials.erase`. */
export type DeletedCredentialErased = z.infer<typeof DeletedCredentialErased>
