import { z } from 'zod'
import { ConsentSecret } from './consent.ts'
import { ErrorCode, ErrorMembers } from './errors.ts'
import { Flow, FlowId } from './flow.ts'
import {
  ComponentId,
  Cursor,
  Id,
  Name,
  ObjectId,
  ObjectIdInput,
  PageLimit,
  Search,
  Time,
  Url,
} from './inputs.ts'
import { Revocation } from './oauth.ts'
import { NewTags, Owner, OwnerFilter, TagChanges, TagFilter, Tags } from './owner.ts'
import { revoke } from './revocation.ts'
import { isRecord } from './schema.ts'
import { Usage } from './usage.ts'
import { Verification } from './verification.ts'

const STATUSES = [
  'verified',
  'limited',
  'untestable',
  'unverified',
  'failing',
  'reconnect',
  'frozen',
] as const
/** The status of a credential. `reconnect`: the grant is gone, and only a user can grant access again. */
export const CredentialStatus = z
  .enum(STATUSES)
  .describe(
    'The status of a credential. `verified`, `limited`, `untestable`: result of the last conclusive verification. `unverified`: saved without proof. `failing`: rejected by the target. `reconnect`: a user must grant access again. `frozen`: a user froze the credential, so nothing is issued.',
  )
/** One status of a credential. */
export type CredentialStatus = z.infer<typeof CredentialStatus>

/** The statuses by which lists are filtered. */
export const StatusFilter = z
  .enum([...STATUSES, 'needs_repair'])
  .describe('A status, or `needs_repair` for both `failing` and `reconnect`, as `failingCount` counts them.')
/** A status by which lists are filtered. */
export type StatusFilter = z.infer<typeof StatusFilter>

/** Raw values by field name. The schema of the method parses them. */
const values = z.record(z.string().max(120), z.unknown())

/** A credential in a list. No response type except {@link Issued} has a member that can hold a secret. */
export const CredentialSummary = z
  .object({
    id: ObjectId.describe('The id of the credential.'),
    componentId: z.string().describe('The component that the credential is for.'),
    methodId: z.string().describe('The method of the component that the credential uses.'),
    name: z
      .string()
      .describe(
        'The name of the credential. Unique among the credentials of the workspace for the same component and owner.',
      ),
    status: CredentialStatus.describe('The status of the credential.'),
    identity: z
      .string()
      .nullable()
      .describe(
        'The account that the credential belongs to, as the target last reported it. Null if unknown.',
      ),
    receipt: Verification.nullable().describe(
      'The result of the last verification. Null if the credential was never verified.',
    ),
    grant: z
      .object({
        scopes: z.array(z.string()).nullable().describe('The granted scopes. Null if unknown.'),
        endsAt: Time.nullable().describe(
          'When the access ends, as ISO 8601 UTC time. Null if Stepkey refreshes it, or if no end is known.',
        ),
        oauthAppId: ObjectId.nullable().describe(
          'The OAuth app that the grant belongs to. Null if the client is part of the credential.',
        ),
        refreshFailure: z
          .object({
            since: Time.describe('Since when refreshes fail, as ISO 8601 UTC time.'),
            message: z.string().describe('What happened at the last attempt.'),
            advice: z
              .string()
              .optional()
              .describe('Advice on what the user can do. Absent if there is none.'),
          })
          .describe('Why the access can’t be refreshed.')
          .nullable()
          .describe(
            'Why the access can’t be refreshed. The current access may still be valid. Null unless the last refresh failed.',
          ),
      })
      .describe('An OAuth grant.')
      .nullable()
      .describe('The OAuth grant. Null if the credential has none.'),
    newFields: z
      .array(z.string())
      .optional()
      .describe(
        'Labels of the fields that the newest version of the component requires and the credential does not have. It keeps working with its version until it is updated with values for them. Absent if there are none.',
      ),
    useCount: z.int().describe('The number of steps of active flows that are bound to the credential.'),
    activeFlowCount: z.int().describe('The number of active flows with such a step.'),
    owner: z
      .string()
      .nullable()
      .describe('The owner that the credential belongs to, such as `org_42`. Null: the workspace itself.'),
    tags: Tags.describe('The tags of the credential, values by key.'),
    createdBy: z
      .string()
      .nullable()
      .describe(
        'The id of the account or the API key that created the credential, or a fixed id, as in the audit log. Null if unknown.',
      ),
    lastUse: z
      .object({
        at: Time.describe('When, as ISO 8601 UTC time, to the minute.'),
        flowId: ObjectId.nullable().describe('The flow. Null if unknown.'),
        stepId: ObjectId.nullable().describe('The step of the flow. Null if unknown.'),
      })
      .describe('When a flow engine last got the values, and for which step.')
      .nullable()
      .describe('When a flow engine last got the values. Recorded once a minute. Null if never.'),
    nextAttemptAt: Time.nullable().describe(
      'When Stepkey verifies a failing credential once more if a flow engine asks for it; issuing pauses until then. Null for other credentials, and if only a repair helps.',
    ),
    version: z
      .int()
      .describe('The version of the credential. Increases with every change. Send it with an update.'),
    createdAt: Time.describe('When the credential was created, as ISO 8601 UTC time.'),
    updatedAt: Time.describe('When the credential was last changed, as ISO 8601 UTC time.'),
  })
  .describe('A credential, without its values.')
/** A credential in a list. */
export type CredentialSummary = z.infer<typeof CredentialSummary>

/** A credential with the values that are not secret. */
export const Credential = CredentialSummary.extend({
  values: z.record(z.string(), z.unknown()).describe('The values that are not secret, by field name.'),
  stored: z
    .array(z.string())
    .describe(
      'The dotted paths of the secret fields that have a stored value, for example `server.password`.',
    ),
}).describe('A credential, with the values that are not secret.')
/** A credential with the values that are not secret. */
export type Credential = z.infer<typeof Credential>

/** One verification in the history of a credential. */
export const CredentialReceipt = Verification.pick({
  outcome: true,
  reason: true,
  message: true,
  durationMs: true,
  checkedAt: true,
}).describe('The result of one verification of a credential.')
/** One verification in the history of a credential. */
export type CredentialReceipt = z.infer<typeof CredentialReceipt>

/** The result of `credentials.receipts`. */
export const CredentialReceipts = z
  .object({
    items: z
      .array(CredentialReceipt)
      .describe('The last verifications of the credential, at most 30, the newest first.'),
  })
  .describe('The last verifications of a credential.')
/** The result of `credentials.receipts`. */
export type CredentialReceipts = z.infer<typeof CredentialReceipts>

/** Input that names one credential. */
export const CredentialRef = z
  .object({ credentialId: ObjectIdInput.describe('The id of the credential.') })
  .describe('Names one credential.')

/** The flows and the time by which the use of credentials is filtered. */
export const CredentialUse = z
  .enum(['active', 'inactive', 'none', 'never', 'idle'])
  .describe(
    'How credentials are used. `active`: in an active flow. `inactive`: in inactive flows only. `none`: in no flow. `never`: its values were never issued. `idle`: created more than 90 days ago, and not issued since then.',
  )
/** A way in which credentials are used. */
export type CredentialUse = z.infer<typeof CredentialUse>

/** The order of credentials in a list. */
export const CredentialSort = z
  .enum(['name', '-name', 'updatedAt', '-updatedAt', 'lastUsedAt', '-lastUsedAt'])
  .describe('By what credentials are sorted. With `-` in descending order.')
/** The order of credentials in a list. */
export type CredentialSort = z.infer<typeof CredentialSort>

/** Query of `GET /credentials/expiry.ics`. */
export const CalendarRange = z
  .object({
    days: z
      .int()
      .min(1)
      .max(366)
      .default(366)
      .describe('Only access that ends within this number of days, or has ended. 1 to 366.'),
  })
  .describe('The range of a calendar.')

const credentialFilters = {
  componentId: ComponentId.optional().describe('Only credentials for this component.'),
  ids: z
    .array(ObjectIdInput)
    .min(1)
    .max(200)
    .optional()
    .describe('Only credentials with these ids, 1 to 200. Unknown ids are ignored.'),
  search: Search.optional().describe(
    'Only credentials in which all words of this text occur: anywhere in the name, the identity or the title of the component. Letter case and accents don’t matter. At most 120 characters.',
  ),
  status: StatusFilter.optional().describe(
    'Only credentials with this status; `needs_repair` for both `failing` and `reconnect`, as `failingCount` counts them.',
  ),
  methodId: Id.optional().describe('Only credentials of this method.'),
  createdBy: Id.optional().describe('Only credentials that this account or API key created.'),
  owner: OwnerFilter.optional().describe(
    'Only credentials of this owner; if empty, only those of the workspace itself. At most 250 characters.',
  ),
  tags: TagFilter.optional().describe(
    'Only credentials that have all these tags: each is `key:value`, or `key` for any value. 1 to 20.',
  ),
  use: CredentialUse.optional().describe('Only credentials that are used like this.'),
  endsWithinDays: z
    .int()
    .min(0)
    .max(366)
    .optional()
    .describe(
      'Only credentials whose access ends within this number of days, or has ended, and that Stepkey can’t refresh. 0 to 366.',
    ),
}

/** Input of `credentials.list`. */
export const ListCredentials = z
  .object({
    ...credentialFilters,
    sort: CredentialSort.optional().describe('The order. Defaults to `name`.'),
    cursor: Cursor.optional().describe('The `nextCursor` of the previous page.'),
    limit: PageLimit.optional().describe(
      'The maximum number of credentials per page, 1 to 200. Defaults to 50.',
    ),
  })
  .optional()
  .describe('Filters and paging for credentials.')
/** One page of credentials. */
export const CredentialPage = z
  .object({
    items: z.array(CredentialSummary).describe('The credentials of the page.'),
    nextCursor: z.string().nullable().describe('The cursor of the next page. Null on the last page.'),
  })
  .describe('One page of credentials.')

/** Input of `credentials.count`. */
export const CountCredentials = z.object(credentialFilters).optional().describe('Filters for credentials.')

/** The highest number that a count of credentials reaches, so that it takes bounded time. */
export const MAX_COUNT = 1000

/** The result of `credentials.count`. */
export const CredentialCount = z
  .object({
    count: z.int().describe(`The number of credentials that match, ${MAX_COUNT} at most.`),
    hasMore: z.boolean().describe('Whether there are more credentials than `count`.'),
  })
  .describe('How many credentials match.')
/** The result of `credentials.count`. */
export type CredentialCount = z.infer<typeof CredentialCount>

/**
 * Input of `credentials.verify`: either `credentialId`, optionally with `values` that replace stored ones, or
 * `componentId`, `methodId` and `values`.
 */
export const VerifyCredential = z
  .object({
    credentialId: ObjectIdInput.optional().describe('A stored credential to verify.'),
    componentId: ComponentId.optional().describe('The component. Required without `credentialId`.'),
    methodId: Id.optional().describe('The method of the component. Required without `credentialId`.'),
    values: values
      .optional()
      .describe(
        'The values by field name. With `credentialId` they replace stored values for this verification only; without it they are required.',
      ),
  })
  .transform((input, context) => {
    const { credentialId, componentId, methodId } = input
    if (credentialId !== undefined) {
      for (const path of ['componentId', 'methodId'] as const) {
        if (input[path] !== undefined)
          context.addIssue({ code: 'custom', path: [path], message: 'Leave this out with `credentialId`.' })
      }
      return { credentialId, values: input.values }
    }
    if (componentId !== undefined && methodId !== undefined && input.values !== undefined) {
      return { componentId, methodId, values: input.values }
    }
    for (const name of ['componentId', 'methodId', 'values'] as const) {
      if (input[name] === undefined)
        context.addIssue({ code: 'custom', path: [name], message: 'Fill in this field.' })
    }
    return z.NEVER
  })
  .describe('A stored credential, or values that are not stored yet.')

/** Input that names one step of a flow. */
export const StepRef = z
  .object({
    flowId: ObjectIdInput.describe('The flow that the step belongs to.'),
    stepId: ObjectIdInput.describe('The id of the step.'),
  })
  .describe('Names one step of a flow.')

const owner = Owner.optional().describe(
  'The owner whose credential the step gets. Required for steps that are bound to the owner’s credential, and ignored for others.',
)

/** Input of `credentials.issue` and `credentials.report`. */
export const IssueStep = StepRef.extend({ owner }).describe('A step of a flow, and the owner of the run.')
/** Input of `credentials.issue` and `credentials.report`. */
export type IssueStep = z.infer<typeof IssueStep>

/** Input of `flows.issue`. */
export const IssueFlow = FlowId.extend({ owner }).describe('A flow, and the owner of the run.')
/** Input of `flows.issue`. */
export type IssueFlow = z.infer<typeof IssueFlow>

/** Input of `credentials.create`. */
export const CreateCredential = z
  .object({
    componentId: ComponentId.describe('The component that the credential is for.'),
    methodId: Id.describe('The method of the component.'),
    name: Name.describe(
      'The name of the credential. 1 to 120 characters, unique among the credentials of the workspace for the same component and owner.',
    ),
    owner: Owner.optional().describe(
      'The owner that the credential belongs to, such as `org_42`. If absent, it belongs to the workspace itself.',
    ),
    tags: NewTags.optional().describe(
      'The tags of the credential, values by key: at most 20. A plain label has an empty value.',
    ),
    values: values
      .optional()
      .describe('The values by field name. Required unless `consentId` is sent: then those of the consent.'),
    allowUnverified: z
      .boolean()
      .optional()
      .describe(
        'Whether to save the credential if the verification is inconclusive. A rejected credential is never saved.',
      ),
    consentId: ObjectIdInput.optional().describe(
      'A granted consent for exactly these values. For methods with OAuth consent only.',
    ),
    consentSecret: ConsentSecret.optional(),
    bindTo: StepRef.optional().describe('A step to bind the credential to, in the same transaction.'),
  })
  .refine(({ values, consentId }) => values !== undefined || consentId !== undefined, {
    path: ['values'],
    message: 'Fill in this field.',
    params: { isMissing: true },
    // Also if another member is missing.
    when: ({ value }) => isRecord(value),
  })
  .describe('A new credential.')
/** Input of `credentials.create`. */
export type CreateCredential = z.infer<typeof CreateCredential>

/** Input of `credentials.update`. */
export const UpdateCredential = z
  .object({
    credentialId: ObjectIdInput.describe('The id of the credential.'),
    version: z
      .int()
      .describe(
        'The version that the change is based on. The outcome is `stale` if it is not the current one.',
      ),
    name: Name.optional().describe('The new name. If absent, the name stays.'),
    owner: Owner.nullable()
      .optional()
      .describe('The new owner; null for the workspace itself. If absent, the owner stays.'),
    tags: TagChanges.optional().describe(
      'Changes of tags, which are merged into the stored ones: a text sets the tag of this key, null removes it.',
    ),
    values: values
      .optional()
      .describe('Changed values by field name. An omitted field keeps its value, null removes it.'),
    allowUnverified: z
      .boolean()
      .optional()
      .describe(
        'Whether to save the change if the verification is inconclusive. A rejected credential is never saved.',
      ),
    consentId: ObjectIdInput.optional().describe(
      'A granted consent for this credential. Its grant replaces the stored one.',
    ),
    consentSecret: ConsentSecret.optional(),
    allowOtherAccount: z
      .boolean()
      .optional()
      .describe('Whether to accept a consent of another account than the credential had before.'),
  })
  .describe('Changes of a credential.')
/** Input of `credentials.update`. */
export type UpdateCredential = z.infer<typeof UpdateCredential>

const Saved = z
  .object({
    outcome: z.literal('saved').describe('The credential was saved.'),
    credential: Credential.describe(
      'The saved credential. Callers who may not read credentials get it without values, identity, receipt and grant.',
    ),
    flow: Flow.optional().describe(
      'The changed flow. Present if the credential was bound to a step. Callers who may not read flows get it without name and other steps.',
    ),
  })
  .describe('The credential was saved.')
const NotSaved = z
  .object({
    outcome: z.literal('not_saved').describe('The credential was not saved.'),
    verification: Verification.describe(
      'The result of the verification that prevented saving. Callers without the permission `verify` get only its outcome, reason, message, advice and time.',
    ),
  })
  .describe('The credential was not saved, because the verification did not succeed.')
const Stale = z
  .object({
    outcome: z.literal('stale').describe('The version of the change is outdated.'),
    credential: Credential.describe('The current credential.'),
  })
  .describe('The credential was not saved, because it was changed in the meantime.')
const OtherAccount = z
  .object({
    outcome: z.literal('other_account').describe('The consent is of another account.'),
    before: z.string().describe('The account of the stored credential.'),
    now: z.string().describe('The account that gave the consent.'),
  })
  .describe('The credential was not saved, because another account than before gave the consent.')

/** The result of `credentials.create`. */
export const CredentialCreated = z
  .discriminatedUnion('outcome', [Saved, NotSaved])
  .describe('The result of creating a credential.')
/** The result of `credentials.create`. */
export type CredentialCreated = z.infer<typeof CredentialCreated>
/** The result of `credentials.update`. */
export const CredentialUpdated = z
  .discriminatedUnion('outcome', [Saved, NotSaved, Stale, OtherAccount])
  .describe('The result of changing a credential.')
/** The result of `credentials.update`. */
export type CredentialUpdated = z.infer<typeof CredentialUpdated>

const InUse = Usage.extend({
  outcome: z.literal('in_use').describe('Active flows use the credential.'),
}).describe('Nothing was changed, because active flows use the credential.')

const RecentlyIssued = Usage.extend({
  outcome: z
    .literal('recently_issued')
    .describe('Active flows that are bound to the owner’s credential got it within the last 30 days.'),
}).describe(
  'Nothing was changed, because active flows got the credential recently. Repeat the call with `allowRecentlyIssued` to delete it.',
)

/** Input of `deletedCredentials.erase`. */
export const EraseCredential = CredentialRef.extend({ revoke }).describe('A deleted credential to erase.')
/** Input of `deletedCredentials.erase`. */
export type EraseCredential = z.infer<typeof EraseCredential>

/** Input of `credentials.remove`. */
export const RemoveCredential = EraseCredential.extend({
  allowRecentlyIssued: z
    .boolean()
    .optional()
    .describe(
      'Whether to delete the credential although active flows got it within the last 30 days, because they are bound to the owner’s credential. Defaults to false.',
    ),
}).describe('A credential to delete.')
/** Input of `credentials.remove`. */
export type RemoveCredential = z.infer<typeof RemoveCredential>

/** The result of `credentials.remove`. */
export const CredentialRemoved = z
  .discriminatedUnion('outcome', [
    z
      .object({
        outcome: z.literal('deleted').describe('The credential was deleted.'),
        revocation: Revocation.optional().describe(
          'Whether the grant or the key was revoked at the provider. Present for connected credentials, and if `revoke` was set.',
        ),
      })
      .describe('The credential was deleted.'),
    InUse,
    RecentlyIssued,
  ])
  .describe('The result of deleting a credential.')
/** The result of `credentials.remove`. */
export type CredentialRemoved = z.infer<typeof CredentialRemoved>

/** The result of `credentials.disconnect`. */
export const CredentialDisconnected = z
  .discriminatedUnion('outcome', [
    z
      .object({
        outcome: z.literal('disconnected').describe('The credential was disconnected.'),
        revocation: Revocation.describe('Whether the grant was revoked at the provider.'),
        credential: Credential.describe('The credential without its grant.'),
      })
      .describe('The credential was disconnected.'),
    InUse,
  ])
  .describe('The result of disconnecting a credential.')
/** The result of `credentials.disconnect`. */
export type CredentialDisconnected = z.infer<typeof CredentialDisconnected>

/** The result of `credentials.freeze`. */
export const CredentialFrozen = z
  .object({
    outcome: z.literal('frozen').describe('Nothing is issued any more.'),
    credential: CredentialSummary.describe('The frozen credential.'),
  })
  .describe('The credential is frozen.')
/** The result of `credentials.freeze`. */
export type CredentialFrozen = z.infer<typeof CredentialFrozen>

/** The result of `credentials.unfreeze`. */
export const CredentialUnfrozen = z
  .discriminatedUnion('outcome', [
    z
      .object({
        outcome: z.literal('active').describe('The credential is issued again.'),
        verification: Verification.describe('The result of its verification.'),
      })
      .describe('The credential was verified, and is issued again.'),
    NotSaved,
  ])
  .describe('The result of unfreezing a credential. It stays frozen if the target rejects it.')
/** The result of `credentials.unfreeze`. */
export type CredentialUnfrozen = z.infer<typeof CredentialUnfrozen>

/** The result of `credentials.freezeAll`. */
export const AllFrozen = z
  .object({
    outcome: z.literal('frozen').describe('Nothing is issued any more.'),
    count: z.int().describe('The number of credentials that were frozen by this call.'),
  })
  .describe('All credentials of the workspace are frozen.')
/** The result of `credentials.freezeAll`. */
export type AllFrozen = z.infer<typeof AllFrozen>

/** The result of `credentials.report`. */
export const Reported = Verification.extend({
  asked: z
    .boolean()
    .describe(
      'Whether the report made Stepkey ask the target. If not, this is the last verification: one of a few seconds ago, or of a failing credential in its pause, which can be hours old. The values were not issued again since then.',
    ),
}).describe(
  'The verification that answers the report of a flow engine. API keys without the scope `verify` get only its `outcome`, `reason`, `message`, `advice`, `checkedAt` and `durationMs`: no identity, scopes, expiry, target or status.',
)
/** The result of `credentials.report`. */
export type Reported = z.infer<typeof Reported>

/** How a flow engine signs each request, for methods whose requests carry a signature instead of fixed headers. */
export const IssuedSigner = z
  .discriminatedUnion('scheme', [
    z
      .object({
        scheme: z.literal('aws-sigv4').describe('AWS Signature Version 4.'),
        accessKeyId: z.string().describe('The public part of the access key.'),
        secretAccessKey: z.string().describe('The secret part of the access key.'),
        sessionToken: z.string().optional().describe('The session token. Present for temporary keys.'),
        region: z.string().describe('The region in the scope of the signature.'),
        service: z.string().describe('The service in the scope of the signature, such as `s3`.'),
      })
      .describe(
        'Sign each request with AWS Signature Version 4: docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html.',
      ),
    z
      .object({
        scheme: z.literal('digest').describe('HTTP digest.'),
        user: z.string().describe('The user name.'),
        password: z.string().describe('The password.'),
      })
      .describe('Answer the challenge of the target with HTTP digest (RFC 7616).'),
  ])
  .meta({
    description: 'How to sign each request, with the values to sign with.',
    examples: [
      {
        scheme: 'aws-sigv4',
        accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
        secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
        region: 'eu-central-1',
        service: 's3',
      },
      { scheme: 'digest', user: 'ada', password: 'secret' },
    ],
  })
/** How a flow engine signs each request. */
export type IssuedSigner = z.infer<typeof IssuedSigner>

/**
 * The opened values of the credential of one step, for the flow engine that runs it. Do not keep them past
 * `expiresAt`.
 */
export const Issued = z
  .object({
    componentId: z.string().describe('The component of the credential.'),
    methodId: z.string().describe('The method of the component.'),
    generation: z
      .int()
      .describe('The generation of the values. It increases when other values become current.'),
    values: z
      .record(z.string(), z.unknown())
      .describe(
        'The opened values by field name, including secrets. Without values that serve only to obtain an access token, such as the client secret.',
      ),
    accessToken: z
      .string()
      .optional()
      .describe('The access token, for methods that use tokens. Refresh tokens are never issued.'),
    headers: z
      .record(z.string(), z.string())
      .optional()
      .describe('Headers to add to every request, by name. For methods that use HTTP.'),
    query: z
      .record(z.string(), z.string())
      .optional()
      .describe('Query parameters to add to every request, by name. For methods that use HTTP.'),
    body: z
      .record(z.string(), z.string())
      .optional()
      .describe('Members to add to the body of every request, by name. Absent if there are none.'),
    baseUrl: Url.optional().describe(
      'The base URL for requests, without a trailing slash and without a query: append the path to it. For methods that use HTTP.',
    ),
    signer: IssuedSigner.optional().describe(
      'How to sign each request. Absent if the headers, the query parameters and the body suffice.',
    ),
    tls: z
      .object({
        mode: z
          .enum(['disable', 'require', 'verify-ca', 'verify-full'])
          .describe(
            '`verify-full`: verify the certificate and its name. `verify-ca`: only its authority. `require`: encrypt without verifying, unless `ca` is given. `disable`: do not encrypt.',
          ),
        ca: z.string().optional().describe('The only trusted authority, in PEM format.'),
        certificate: z.string().optional().describe('The certificate of the client, in PEM format.'),
        privateKey: z.string().optional().describe('The private key of the client, in PEM format.'),
        serverName: z.string().optional().describe('The name to verify and to send, if it is not the host.'),
      })
      .describe('How to protect the connection.')
      .optional()
      .describe('How to protect the connection. Absent for HTTP methods without TLS options of their own.'),
    expiresAt: Time.optional().describe(
      'Until when the values may be kept, as ISO 8601 UTC time. Then fetch them again.',
    ),
  })
  .describe('The opened values of the credential of one step.')
/** The opened values of the credential of one step. */
export type Issued = z.infer<typeof Issued>

/** Why the credential of a step was not issued. */
export const IssueRefusal = z
  .object({
    code: ErrorCode.describe('The code of the error that issuing the credential of this step alone has.'),
    message: z.string().describe('Why the credential was not issued.'),
    retryAfter: z
      .number()
      .int()
      .optional()
      .describe('When the same call can succeed, in seconds from now, if it is known.'),
    ...ErrorMembers.shape,
  })
  .describe('Why the credential of a step was not issued.')
/** Why the credential of a step was not issued. */
export type IssueRefusal = z.infer<typeof IssueRefusal>

/** The result of `flows.issue`. */
export const FlowIssued = z
  .object({
    steps: z
      .record(ObjectId, z.union([Issued, IssueRefusal]))
      .describe('By step id: the issued values, or why they were not issued, with a `code`.'),
  })
  .describe('The credentials of all steps of a flow.')
/** The result of `flows.issue`. */
export type FlowIssued = z.infer<typeof FlowIssued>
