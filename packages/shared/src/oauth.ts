import { z } from 'zod'
import { Id, Name, ObjectId, ObjectIdInput, Time, Url } from './inputs.ts'
import { FIRST } from './length-limit.ts'

/** An OAuth app: a client that is registered with a provider and that credentials are connected through. */
export const OAuthApp = z
  .object({
    id: ObjectId.describe('The id of the OAuth app in Stepkey.'),
    componentId: z.string().describe('The component that the app is for.'),
    name: z.string().describe('The name of the app in Stepkey.'),
    clientId: z.string().describe('The client ID that the provider assigned. Not secret.'),
    hasSecret: z.boolean().describe('Whether a client secret is stored.'),
    owner: z
      .enum(['workspace', 'installation'])
      .describe(
        '`workspace`: belongs to this workspace. `installation`: every workspace can use it, and only the operator can change it.',
      ),
    credentials: z
      .array(
        z
          .object({
            id: ObjectId.describe('The id of the credential.'),
            name: z.string().describe('The name of the credential.'),
          })
          .describe('A credential that was connected through the app.'),
      )
      .describe('The credentials of this workspace that were connected through the app. At most 50.'),
    hidden: z.int().describe('The number of further credentials that are not listed.'),
    createdAt: Time.describe('When the app was added, as ISO 8601 UTC time.'),
    updatedAt: Time.describe('When the app was last changed, as ISO 8601 UTC time.'),
  })
  .describe('A client that is registered with a provider and that credentials are connected through.')
/** An OAuth app. */
export type OAuthApp = z.infer<typeof OAuthApp>

/** An OAuth app that was created or changed, and whether the provider accepts its client. */
export const OAuthAppSaved = OAuthApp.extend({
  clientCheck: z
    .enum(['accepted', 'inconclusive'])
    .optional()
    .describe(
      'Whether the provider accepts the client ID and the client secret. `accepted`: it does, and refuses a wrong secret. `inconclusive`: the provider could not be asked, or its answer proves nothing. A client that it refuses is not saved. Absent if no client secret was sent.',
    ),
}).describe('An OAuth app, and whether the provider accepts its client.')
/** An OAuth app that was created or changed. */
export type OAuthAppSaved = z.infer<typeof OAuthAppSaved>

/** Input of `oauthApps.list`. */
export const ListOAuthApps = z
  .object({ componentId: Id.optional().describe('Only OAuth apps for this component.') })
  .optional()
  .describe('Filters for OAuth apps.')
/** The OAuth apps that a workspace can use. */
export const OAuthApps = z
  .object({
    items: z.array(OAuthApp).describe('The OAuth apps of the workspace and of the installation.'),
    redirectUri: Url.describe('The redirect URI of this installation. Register it with every provider.'),
  })
  .describe('The OAuth apps that the workspace can use.')

const clientId = z
  .string()
  .trim()
  .min(1)
  .max(500, FIRST)
  .regex(/^[\x21-\x7e]+$/, 'Enter the client ID as the provider shows it, without spaces')
const clientSecret = z.string().trim().min(1).max(4096)

/** Input of `oauthApps.create`. */
export const CreateOAuthApp = z
  .object({
    componentId: Id.describe('The component that the app is for.'),
    name: Name.describe('The name of the app in Stepkey. 1 to 120 characters.'),
    clientId: clientId.describe(
      'The client ID that the provider assigned. 1 to 500 characters, without spaces.',
    ),
    clientSecret: clientSecret
      .optional()
      .describe('The client secret. At most 4096 characters. Providers assign none to public clients.'),
  })
  .describe('A new OAuth app.')
/** Input of `oauthApps.create`. */
export type CreateOAuthApp = z.infer<typeof CreateOAuthApp>

/** Input that names one OAuth app. */
export const OAuthAppRef = z
  .object({ oauthAppId: ObjectIdInput.describe('The id of the OAuth app in Stepkey.') })
  .describe('Names one OAuth app.')

/**
 * Input of `oauthApps.update`. The client ID can't be changed, because grants belong to one client. For
 * another client, add a second app.
 */
export const UpdateOAuthApp = OAuthAppRef.extend({
  name: Name.optional().describe('The new name. If absent, the name stays.'),
  clientSecret: clientSecret
    .nullish()
    .describe('The new client secret. If absent, the secret stays; null removes it.'),
}).describe('Changes of an OAuth app.')
/** Input of `oauthApps.update`. */
export type UpdateOAuthApp = z.infer<typeof UpdateOAuthApp>

/** The result of `oauthApps.remove`. */
export const OAuthAppRemoved = z
  .discriminatedUnion('outcome', [
    z
      .object({ outcome: z.literal('deleted').describe('The OAuth app was deleted.') })
      .describe('The OAuth app was deleted.'),
    OAuthApp.pick({ credentials: true, hidden: true })
      .extend({ outcome: z.literal('in_use').describe('Credentials use the OAuth app.') })
      .describe('Nothing was deleted, because credentials use the OAuth app.'),
  ])
  .describe('The result of deleting an OAuth app.')
/** The result of `oauthApps.remove`. */
export type OAuthAppRemoved = z.infer<typeof OAuthAppRemoved>

const values = z.record(z.string().max(120), z.unknown())

/**
 * Input of `consents.begin`. For a new credential: `componentId`, `methodId` and `values`. To connect an
 * existing credential again: `credentialId`, and the `values` that change.
 */
export const BeginConsent = z
  .object({
    credentialId: ObjectIdInput.optional().describe('The credential to connect again.'),
    componentId: Id.optional().describe('The component. Required without `credentialId`.'),
    methodId: Id.optional().describe('The method of the component. Required without `credentialId`.'),
    values: values
      .optional()
      .describe('The values by field name. With `credentialId`, only the values that change.'),
    oauthAppId: ObjectIdInput.optional().describe(
      'The OAuth app to connect through. Required only if the component has more than one.',
    ),
  })
  .transform((input, context) => {
    const { credentialId, oauthAppId } = input
    if (credentialId !== undefined) return { credentialId, oauthAppId, values: input.values }
    const { componentId, methodId } = input
    if (componentId !== undefined && methodId !== undefined) {
      return { componentId, methodId, oauthAppId, values: input.values ?? {} }
    }
    for (const name of ['componentId', 'methodId'] as const) {
      if (input[name] === undefined)
        context.addIssue({ code: 'custom', path: [name], message: 'Fill in this field.' })
    }
    return z.NEVER
  })
  .describe('A new credential, or an existing one to connect again.')

const Begun = z.object({
  consentId: ObjectId.describe('The id of the consent. Send it to `consents.finish`.'),
  expiresAt: Time.describe('Until when the user can grant access, as ISO 8601 UTC time.'),
})
/** The result of `consents.begin`. */
export const ConsentBegun = z
  .discriminatedUnion('outcome', [
    Begun.extend({
      outcome: z.literal('redirect').describe('The user grants access in a browser.'),
      url: Url.describe(
        'The authorization URL to open in the browser. Send all parameters of the redirect to `consents.finish`.',
      ),
    }).describe('The user grants access in a browser (authorization code grant).'),
    Begun.extend({
      outcome: z.literal('code').describe('The user grants access with a code.'),
      userCode: z.string().describe('The code that the user enters at `verificationUrl`.'),
      verificationUrl: Url.describe('The page at which the user enters the code.'),
      interval: z.int().describe('How often to call `consents.finish`, in seconds.'),
    }).describe('The user grants access with a code on another device (device authorization grant).'),
    z
      .object({
        outcome: z.literal('refused').describe('The consent could not begin.'),
        message: z.string().describe('One sentence for the user that explains the reason.'),
        advice: z.string().optional().describe('Advice on what the user can do next.'),
      })
      .describe('The consent could not begin.'),
  ])
  .describe('The result of beginning a consent.')
/** The result of `consents.begin`. */
export type ConsentBegun = z.infer<typeof ConsentBegun>

/** Input of `consents.finish`. */
export const FinishConsent = z
  .object({
    consentId: ObjectIdInput.describe('The id of the consent.'),
    parameters: z
      .record(z.string().max(100), z.string().max(8192))
      .optional()
      .describe(
        'The query parameters of the redirect, by name. Absent while waiting for a code to be entered.',
      ),
    path: z
      .string()
      .max(1000)
      .optional()
      .describe('The path of the redirect. It identifies the provider that sent it.'),
  })
  .describe('A consent and the parameters of its redirect.')
/** Input of `consents.finish`. */
export type FinishConsent = z.infer<typeof FinishConsent>

/** The result of `consents.finish`. */
export const ConsentFinished = z
  .discriminatedUnion('outcome', [
    z
      .object({
        outcome: z.literal('granted').describe('Access was granted.'),
        scopes: z.array(z.string()).optional().describe('The granted scopes, if the provider reports them.'),
      })
      .describe('Access was granted. Save the credential with this `consentId`.'),
    z
      .object({
        outcome: z.literal('pending').describe('The user has not entered the code yet.'),
        interval: z.int().describe('When to call `consents.finish` again, in seconds.'),
      })
      .describe('The user has not entered the code yet.'),
    z
      .object({
        outcome: z.literal('refused').describe('Access was not granted.'),
        reason: z
          .enum(['denied', 'expired', 'failed'])
          .describe(
            '`denied`: the user declined. `expired`: the consent expired or was already used. `failed`: any other reason.',
          ),
        message: z.string().describe('One sentence for the user that explains the reason.'),
        advice: z.string().optional().describe('Advice on what the user can do next.'),
      })
      .describe('Access was not granted.'),
  ])
  .describe('The result of finishing a consent.')
/** The result of `consents.finish`. */
export type ConsentFinished = z.infer<typeof ConsentFinished>

/**
 * Whether a key or a grant was revoked at the provider. `shared`: it was not revoked, because the provider would also
 * have revoked the grants of other credentials of the same account, or because they have the same key.
 */
export const Revocation = z
  .enum(['revoked', 'not_offered', 'failed', 'shared'])
  .describe(
    'Whether the key or the grant was revoked at the provider. `not_offered`: the provider has no revocation, or the OAuth app that it needs was deleted. `failed`: the provider did not confirm it; Stepkey tries again for 5 days, see `revocations`. `shared`: not revoked, because other credentials depend on the grant or have the same key.',
  )
/** One result of a revocation. */
export type Revocation = z.infer<typeof Revocation>
