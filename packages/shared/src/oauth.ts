import { z } from 'zod'
import { ComponentId, Name, ObjectId, ObjectIdInput, Time, Url } from './inputs.ts'
import { FIRST } from './length-limit.ts'

/** An OAuth app: a client that is registered with a provider and that credentials are connected through. */
export const OAuthApp = z
  .object({
    id: ObjectId.describe('The id of the OAuth app in Stepkey.'),
    componentId: z.string().describe('The component that the app is for.'),
    name: z.string().describe('The name of the app in Stepkey.'),
    clientId: z.string().describe('The client ID that the provider assigned. Not secret.'),
    hasSecret: z.boolean().describe('Whether a client secret is stored.'),
    redirectUri: Url.describe(
      'The exact redirect URI to register for this app with the provider: its own on your domain, or that of this installation.',
    ),
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
  .object({ componentId: ComponentId.optional().describe('Only OAuth apps for this component.') })
  .optional()
  .describe('Filters for OAuth apps.')
/** The OAuth apps that a workspace can use. */
export const OAuthApps = z
  .object({
    items: z.array(OAuthApp).describe('The OAuth apps of the workspace and of the installation.'),
    redirectUri: Url.describe(
      'The redirect URI of this installation, for apps that have none of their own. `redirectUri` of an app is the one to register for it.',
    ),
  })
  .describe('The OAuth apps that the workspace can use.')
/** The OAuth apps that a workspace can use. */
export type OAuthApps = z.infer<typeof OAuthApps>

const clientId = z
  .string()
  .trim()
  .min(1)
  .max(500, FIRST)
  .regex(/^[\x21-\x7e]+$/, 'Enter the client ID as the provider shows it, without spaces')
const clientSecret = z.string().trim().min(1).max(4096)
/** The beginning of an address on this machine. */
const LOOPBACK = /^http:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?(?:\/|$)/i
/** A redirect URI on the customer's domain. Kept as it was entered, because providers compare it character by character. */
export const OwnRedirectUri = z
  .string()
  .trim()
  .max(2000, FIRST)
  .regex(/^[\x21-\x7e]+$/, { error: 'Enter the URL without spaces', abort: true })
  .refine((text) => /^https:\/\//i.test(text) || LOOPBACK.test(text), {
    error:
      'Enter a complete https URL. Plain http is only for this machine, for example http://localhost:8080/callback',
    abort: true,
  })
  .refine(isPlainUrl, 'Enter the URL without user, password, query and fragment')
  .meta({ format: 'uri' })
  .describe('A redirect URI on your domain. At most 2000 characters, without user, query and fragment.')

function isPlainUrl(text: string): boolean {
  if (/[?#\\]/.test(text) || !URL.canParse(text)) return false
  const { username, password } = new URL(text)
  return username === '' && password === ''
}

/** Input of `oauthApps.create`. */
export const CreateOAuthApp = z
  .object({
    componentId: ComponentId.describe('The component that the app is for.'),
    name: Name.describe('The name of the app in Stepkey. 1 to 120 characters.'),
    clientId: clientId.describe(
      'The client ID that the provider assigned. 1 to 500 characters, without spaces.',
    ),
    clientSecret: clientSecret
      .optional()
      .describe('The client secret. At most 4096 characters. Providers assign none to public clients.'),
    redirectUri: OwnRedirectUri.optional().describe(
      'A redirect URI on your domain, which must answer 308 to that of this installation, with the same query. At most 2000 characters, without query. If absent, the app uses that of this installation.',
    ),
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
  redirectUri: OwnRedirectUri.nullish().describe(
    'The new redirect URI on your domain. If absent, it stays; null replaces it by that of this installation.',
  ),
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
