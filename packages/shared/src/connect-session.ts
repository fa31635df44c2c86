import { z } from 'zod'
import { Presentation } from './branding.ts'
import { StepRef } from './credential.ts'
import { ComponentId, Id, ObjectId, ObjectIdInput, Time, Url } from './inputs.ts'
import { FIRST } from './length-limit.ts'
import { LocaleTag } from './locale-tag.ts'
import { NewTags, OwnerOrAny } from './owner.ts'

/** What a connect session permits: choose an existing credential, create a new one, or connect one again. */
export const SessionAction = z
  .enum(['choose', 'create', 'reconnect'])
  .describe(
    '`choose`: select an existing credential. `create`: create a new one. `reconnect`: replace the values of one credential, which keeps its id.',
  )
/** One action that a connect session permits. */
export type SessionAction = z.infer<typeof SessionAction>

/** The shortest and the longest lifetime of a connect session, and the default, in seconds. */
const [MIN_LIFETIME, MAX_LIFETIME, DEFAULT_LIFETIME] = [60, 7 * 24 * 3600, 15 * 60]
/** The longest lifetime of a connect token, in seconds. */
export const MAX_TOKEN_LIFETIME = 3600
/** The shortest lifetime of a connect link, in seconds. */
export const MIN_LINK_LIFETIME = 30 * 60

/** The maximum number of components of a connect session. */
const COMPONENT_LIMIT = 50

/** OAuth scopes of a session. */
const SessionScopes = z.array(z.string().min(1).max(500)).min(1).max(100)

type Problem = [path: string, message: string]

/** Returns the first contradiction between the members of a new connect session. */
function findContradiction({
  owner,
  componentIds,
  actions,
  credentialId,
  scopes,
  tags,
  bindTo,
  embedId,
  returnUrl,
}: {
  owner?: string | undefined
  componentIds?: string[] | undefined
  actions: SessionAction[]
  credentialId?: string | undefined
  scopes?: string[] | undefined
  tags?: object | undefined
  bindTo?: object | undefined
  embedId?: string | undefined
  returnUrl?: string | undefined
}): Problem | undefined {
  const isReconnect = actions.includes('reconnect')
  if (isReconnect && actions.length > 1)
    return ['actions', 'Use `reconnect` alone: it is for one credential.']
  if (isReconnect && credentialId === undefined)
    return ['credentialId', 'Name the credential that is connected again.']
  if (!isReconnect && credentialId !== undefined)
    return ['credentialId', 'Only for the action `reconnect`. Remove it.']
  if (!isReconnect && componentIds === undefined) return ['componentIds', 'Name at least one component.']
  if (actions.includes('choose') && owner === undefined)
    return ['owner', 'Name the owner whose credentials can be chosen, or “*” for those of all owners.']
  if (tags && !actions.includes('create')) return ['tags', 'Only for the action `create`. Remove them.']
  if (actions.every((action) => action === 'choose')) {
    if (scopes) return ['scopes', 'Only for the actions `create` and `reconnect`. Remove them.']
    if (returnUrl !== undefined)
      return ['returnUrl', 'Only for the actions `create` and `reconnect`. Remove it.']
  }
  if (returnUrl !== undefined && embedId === undefined)
    return ['returnUrl', 'Only with `embedId`: the page is one of the embed’s origin.']
  if (bindTo && (isReconnect || componentIds?.length !== 1))
    return ['bindTo', 'A step has one component. Name only that one in `componentIds`.']
  return undefined
}

/** Input of `connectSessions.create`. */
export const CreateConnectSession = z
  .object({
    owner: OwnerOrAny.optional().describe(
      'The owner whose credentials the session may use, and that new ones belong to. `*`: those of all owners can be chosen, and new ones belong to the workspace. If absent, only credentials of the workspace itself; required to choose.',
    ),
    componentIds: z
      .array(ComponentId)
      .min(1)
      .max(COMPONENT_LIMIT)
      .optional()
      .describe('The components that the user can choose from, 1 to 50. Required unless reconnecting.'),
    methods: z
      .array(Id)
      .min(1)
      .max(COMPONENT_LIMIT)
      .optional()
      .describe('The methods that the session allows. If absent, all of the components.'),
    actions: z
      .array(SessionAction)
      .min(1, 'Choose at least one action')
      .max(SessionAction.options.length)
      .describe('The actions that the session permits. At least one; `reconnect` only alone.'),
    credentialId: ObjectIdInput.optional().describe('The credential to connect again, for `reconnect`.'),
    scopes: SessionScopes.optional().describe(
      'The OAuth scopes that forms start with, instead of those that the component proposes. The user sees them, and can choose others. At most 100.',
    ),
    tags: NewTags.optional().describe('The tags of new credentials.'),
    embedId: ObjectIdInput.optional().describe(
      'The embed whose pages use the token. If absent, no page of another origin can use it.',
    ),
    bindTo: StepRef.optional().describe(
      'The step that the chosen or new credential is bound to. Only with one component.',
    ),
    returnUrl: z
      .string()
      .max(2000, FIRST)
      .refine((text) => URL.canParse(text), 'Enter a complete URL')
      .meta({ format: 'uri' })
      .optional()
      .describe(
        'A page of the embed’s origin, to which people return whose browser opens the provider in the same tab. The fragment `stepkey_credential=ID` is added. Only with `embedId`.',
      ),
    locale: LocaleTag.optional(),
    expiresIn: z
      .int()
      .min(MIN_LIFETIME)
      .max(MAX_LIFETIME)
      .default(DEFAULT_LIFETIME)
      .describe(
        'The lifetime of the session in seconds, 60 to 604800 (7 days). Defaults to 900. The token ends after an hour at the latest, and the link after half an hour at the earliest.',
      ),
  })
  .superRefine((input, context) => {
    const problem = findContradiction(input)
    if (problem) context.addIssue({ code: 'custom', path: [problem[0]], message: problem[1] })
  })
  .describe('A new connect session.')
/** Input of `connectSessions.create`, with defaults applied. */
export type CreateConnectSession = z.infer<typeof CreateConnectSession>

/** A new connect session. */
export const ConnectSessionCreated = z
  .object({
    id: ObjectId.describe('The id of the session, as in the audit log.'),
    token: z.string().describe('The connect token for the embedded picker. It is returned only this once.'),
    expiresAt: Time.describe('When the token ends, as ISO 8601 UTC time.'),
    connectLink: Url.describe(
      'A page for the same, for e-mail and chat. It is returned only this once; its fragment contains a secret.',
    ),
    linkExpiresAt: Time.describe('When the link ends, as ISO 8601 UTC time.'),
  })
  .describe('A new connect session, with its token and its link.')
/** A new connect session. */
export type ConnectSessionCreated = z.infer<typeof ConnectSessionCreated>

/** Input of `connectSessions.open`. */
export const ConnectLinkSecret = z
  .object({ secret: z.string().min(1).max(200).describe('The secret from the fragment of the link.') })
  .describe('The secret of a connect link.')

/** An opened connect link. */
export const ConnectLinkOpened = z
  .object({
    token: z.string().describe('A connect token for the task of the session.'),
    expiresAt: Time.describe(
      'When the token ends, as ISO 8601 UTC time. Open the link again for another token.',
    ),
    workspace: z.string().describe('The name of the workspace that gets the credential.'),
    componentIds: z.array(z.string()).describe('The components that the user can choose from.'),
    actions: z.array(SessionAction).describe('The actions that the session permits.'),
    until: Time.describe('When the link ends, as ISO 8601 UTC time.'),
    ...Presentation,
  })
  .describe('An opened connect link, with a connect token.')
/** An opened connect link. */
export type ConnectLinkOpened = z.infer<typeof ConnectLinkOpened>

/** The purpose of a connect token, as its holder may read it. */
export const ConnectTask = z
  .object({
    componentId: z
      .string()
      .describe('The component that the credential is for; the first one if the user can choose.'),
    componentIds: z.array(z.string()).describe('The components that the user can choose from.'),
    methodIds: z
      .array(z.string())
      .optional()
      .describe('The methods that the token permits. Absent if it permits all of the components.'),
    actions: z.array(SessionAction).describe('The actions that the token permits.'),
    credentialId: ObjectId.optional().describe(
      'The credential that is connected again. Present for `reconnect`.',
    ),
    name: z
      .string()
      .optional()
      .describe('The name that a new credential gets. Absent if the user may choose the name.'),
    step: StepRef.extend({
      isActive: z.boolean().describe('Whether the flow of the step is active.'),
      credentialId: ObjectId.nullable().describe(
        'The credential that the step is bound to now. Null if there is none.',
      ),
    })
      .optional()
      .describe('The step that the credential is bound to. Absent if the token names no step.'),
    scopes: z
      .array(z.string())
      .optional()
      .describe('The OAuth scopes that forms start with. Absent for those that the component proposes.'),
    returns: z
      .boolean()
      .optional()
      .describe(
        'Whether the provider can be opened in the same tab: there is a page to return to. Absent if not.',
      ),
    expiresAt: Time.describe('When the token ends, as ISO 8601 UTC time.'),
    ...Presentation,
  })
  .describe('The purpose of a connect token.')
/** The purpose of a connect token. */
export type ConnectTask = z.infer<typeof ConnectTask>
