import { z } from 'zod'
import { Presentation } from './branding.ts'
import { ComponentId, Id, Name, ObjectId, ObjectIdInput, Time, Url } from './inputs.ts'
import { FIRST } from './length-limit.ts'

const values = z.record(z.string().max(120), z.unknown())

/** A random text of at least 256 bits that a page creates, as base64url. */
const Ticket = z
  .string()
  .max(100, FIRST)
  .regex(/^[\w-]{43,}$/, 'Send 43 to 100 random characters: letters, digits, “-” and “_”')

/** The secret of a consent that a page with a connect token began. */
export const ConsentSecret = z
  .string()
  .max(100)
  .describe('The `secret` of `consents.begin`. Required with a connect token only.')

/**
 * Input of `consents.begin`. For a new credential: `componentId`, `methodId` and `values`. To connect an
 * existing credential again: `credentialId`, and the `values` that change.
 */
export const BeginConsent = z
  .object({
    credentialId: ObjectIdInput.optional().describe('The credential to connect again.'),
    componentId: ComponentId.optional().describe('The component. Required without `credentialId`.'),
    methodId: Id.optional().describe('The method of the component. Required without `credentialId`.'),
    values: values
      .optional()
      .describe('The values by field name. With `credentialId`, only the values that change.'),
    oauthAppId: ObjectIdInput.optional().describe(
      'The OAuth app to connect through. Required only if the component has more than one.',
    ),
    ticket: Ticket.optional().describe(
      'A random text that the page creates, 43 to 100 base64url characters. It lets the window `/oauth/start#TICKET` of Stepkey open the provider’s page, once. Required with a connect token, unless the method uses a code.',
    ),
  })
  .transform((input, context) => {
    const { credentialId, componentId, methodId, oauthAppId, ticket } = input
    if (credentialId !== undefined) return { credentialId, oauthAppId, ticket, values: input.values }
    if (componentId !== undefined && methodId !== undefined) {
      return { componentId, methodId, oauthAppId, ticket, values: input.values ?? {} }
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
  interval: z.int().describe('How often to call `consents.finish` while it answers `pending`, in seconds.'),
  secret: z
    .string()
    .optional()
    .describe(
      'Present for connect tokens: send it as `consentSecret` with every call for this consent. It is returned only this once.',
    ),
})
/** The result of `consents.begin`. */
export const ConsentBegun = z
  .discriminatedUnion('outcome', [
    Begun.extend({
      outcome: z.literal('redirect').describe('The user grants access in a browser.'),
      url: Url.describe(
        'The authorization URL to open in the browser. Without a ticket, send all parameters of the redirect to `consents.finish`. With one, its window opens this URL, and Stepkey receives the redirect.',
      ),
    }).describe('The user grants access in a browser (authorization code grant).'),
    Begun.extend({
      outcome: z.literal('code').describe('The user grants access with a code.'),
      userCode: z.string().describe('The code that the user enters at `verificationUrl`.'),
      verificationUrl: Url.describe('The page at which the user enters the code.'),
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

const Parameters = z.record(z.string().max(100), z.string().max(8192))
const RedirectPath = z
  .string()
  .max(1000)
  .describe('The path of the redirect. It identifies the provider that sent it.')

/** Where a window was opened from, as the server saw it when it served the page of the window. */
const OpenedFrom = z.string().max(300)

/** Input of `consents.start`. */
export const StartConsent = z
  .object({
    ticket: Ticket.describe('The ticket that `consents.begin` got.'),
    openedFrom: OpenedFrom.describe(
      'Where the window was opened from: the content of the element `meta[name="stepkey-opened-from"]` of `/oauth/start`.',
    ),
    isConfirmed: z
      .boolean()
      .optional()
      .describe('Whether the user has confirmed that they began the connection themselves.'),
    sameTab: z
      .object({ name: Name.describe('The name that the user entered for the credential.') })
      .optional()
      .describe(
        'Present if the window replaces the page that began the consent, so that the window must save the credential.',
      ),
  })
  .describe('A window that shows the page of the provider.')
/** Input of `consents.start`. */
export type StartConsent = z.infer<typeof StartConsent>

/** The result of `consents.start`. */
export const ConsentStarted = z
  .discriminatedUnion('outcome', [
    z
      .object({
        outcome: z.literal('redirect').describe('The window can continue.'),
        url: Url.describe('The authorization URL of the provider.'),
      })
      .describe('The ticket is used. The response sets a cookie that binds the consent to this browser.'),
    z
      .object({
        outcome: z
          .enum(['unknown', 'elsewhere', 'unconfirmed'])
          .describe(
            '`unknown`: no consent waits for this ticket; it may be used, or `consents.begin` has not ended yet. `elsewhere`: the window was opened from another page than the one that began the consent. `unconfirmed`: the browser does not tell where the window was opened from, or a page of the embed opened it, in which another person may have posted the link, so the user must confirm.',
          ),
      })
      .describe('The window can’t continue.'),
  ])
  .describe('The result of opening the page of a provider.')
/** The result of `consents.start`. */
export type ConsentStarted = z.infer<typeof ConsentStarted>

/** Input of `consents.deliver`. */
export const DeliverConsent = z
  .object({
    parameters: Parameters.describe('All query parameters of the redirect, by name.'),
    path: RedirectPath,
  })
  .describe('What the provider sent the browser back with.')
/** Input of `consents.deliver`. */
export type DeliverConsent = z.infer<typeof DeliverConsent>

/** The result of `consents.deliver`. */
export const ConsentDelivered = z
  .object({
    outcome: z
      .enum(['delivered', 'unknown'])
      .describe(
        '`delivered`: the page that began the consent continues. `unknown`: this browser did not begin this consent, or it has ended.',
      ),
    continues: z
      .object({
        token: z.string().describe('A connect token of the session that began the consent.'),
        componentId: z.string().describe('The component of the credential.'),
        methodId: z.string().describe('The method of the component.'),
        consentId: ObjectId.describe('The id of the consent.'),
        consentSecret: z.string().describe('The new secret of the consent; the old one is no longer valid.'),
        name: z.string().describe('The name that the user entered for the credential.'),
        returnUrl: Url.optional().describe('The page to return to. Absent for connect links.'),
        ...Presentation,
      })
      .optional()
      .describe('Present if the window replaced the page that began the consent: it saves the credential.'),
  })
  .describe('The result of delivering a redirect.')
/** The result of `consents.deliver`. */
export type ConsentDelivered = z.infer<typeof ConsentDelivered>

/** Input of `consents.finish`. */
export const FinishConsent = z
  .object({
    consentId: ObjectIdInput.describe('The id of the consent.'),
    consentSecret: ConsentSecret.optional(),
    parameters: Parameters.optional().describe(
      'The query parameters of the redirect, by name. Absent with a ticket, and while waiting for a code to be entered.',
    ),
    path: RedirectPath.optional(),
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
        outcome: z.literal('pending').describe('The user has not granted access yet.'),
        interval: z.int().describe('When to call `consents.finish` again, in seconds.'),
        isOpened: z
          .boolean()
          .optional()
          .describe('Whether a window has used the ticket. Absent without one.'),
      })
      .describe('The user has not granted access or entered the code yet.'),
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
