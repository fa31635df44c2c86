import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Deps } from '../../domains/context.ts'
import type { SignInProvider } from '../../domains/sso/sign-in-provider.ts'
import { type SignedIn, signInWithSso } from '../../domains/sso/sso-sign-in.ts'
import { logFailure } from '../../platform/telemetry/log.ts'
import type { RequestContext } from '../access/request-context.ts'

/** How long the user may take at the issuer, in seconds. */
const ATTEMPT_LIFETIME = 600
const COOKIE = 'stepkey-sign-in'

/** Why the user was not signed in. The sign-in page has the texts. */
type Problem = Exclude<SignedIn['outcome'], 'signed_in'> | 'expired' | 'refused' | 'unavailable'

interface Options {
  deps: Deps
  contextOf: (request: FastifyRequest, reply: FastifyReply) => RequestContext
}

/** `/auth/{provider}/start` and `/auth/{provider}/callback`, for each sign-in provider. */
export async function ssoRoutes(app: FastifyInstance, options: Options): Promise<void> {
  for (const provider of options.deps.signInProviders) addProvider(app, provider, options)
}

function addProvider(app: FastifyInstance, provider: SignInProvider, { deps, contextOf }: Options): void {
  const { config, log } = deps
  const base = `/auth/${provider.id}`
  // Lax, not Strict: the browser returns from another site. Only these addresses ever see the cookie.
  const cookie = {
    path: base,
    httpOnly: true,
    sameSite: 'lax',
    secure: config.publicUrl.startsWith('https://'),
    maxAge: ATTEMPT_LIFETIME,
  } as const

  /** Keeps the attempt in a cookie. @returns where to send the browser */
  const start = async (reply: FastifyReply, plan: Plan, { again = false } = {}): Promise<string> => {
    reply.header('cache-control', 'no-store')
    try {
      const { url, attempt } = await provider.begin({ again })
      const stored = Buffer.from(JSON.stringify({ attempt, ...plan })).toString('base64url')
      reply.setCookie(COOKIE, stored, cookie)
      return url.href
    } catch (error) {
      logFailure(log, 'sso start', error)
      return signInPage('unavailable', plan)
    }
  }

  app.get(`${base}/start`, async (request, reply) => {
    const { redirect, again } = request.query as { redirect?: unknown; again?: unknown }
    return reply.redirect(await start(reply, { redirect: ownPath(redirect) }, { again: again === '1' }))
  })

  // With an invitation, whose secret must not stand in a URL. A form can't send it: the content security policy applies
  // to the final destination of a form, which is another site.
  app.post<{ Body: { invitation: string } }>(
    `${base}/start`,
    { schema: { body: StartWithInvitation } },
    async ({ body: { invitation } }, reply) => ({
      url: await start(reply, { redirect: '/join', invitation }),
    }),
  )

  app.get(`${base}/callback`, async (request, reply) => {
    const context = contextOf(request, reply)
    reply.header('cache-control', 'no-store')
    const stored = readCookie(request.cookies[COOKIE])
    // Each attempt accepts one callback.
    reply.clearCookie(COOKIE, cookie)
    if (!stored) return reply.redirect(signInPage('expired'))
    try {
      const identity = await provider.finish(new URL(request.url, config.publicUrl), stored.attempt)
      const result = await signInWithSso(context, identity, context.session.read())
      if (result.outcome !== 'signed_in') return reply.redirect(signInPage(result.outcome, stored))
      context.session.write(result.token)
      return reply.redirect(stored.redirect + fragment(stored))
    } catch (error) {
      logFailure(log, 'sso callback', error)
      return reply.redirect(signInPage('refused', stored))
    }
  })
}

/** What happens after the sign-in. */
interface Plan {
  /** A path of Stepkey. */
  redirect: string
  /** The secret of the invitation that the user opened; the page asks whether to accept it. */
  invitation?: string
}

const INVITATION = '^[\\w-]{1,200}$'
const StartWithInvitation = {
  type: 'object',
  required: ['invitation'],
  properties: { invitation: { type: 'string', pattern: INVITATION } },
}

/** The secret stands in the fragment, which browsers don't send to servers. */
const fragment = ({ invitation }: Partial<Plan>) => (invitation ? `#invitation=${invitation}` : '')

/** Returns the sign-in page with a problem. An invitation stays usable: there are other ways to sign in. */
function signInPage(problem: Problem, { redirect, invitation }: Partial<Plan> = {}): string {
  const query = new URLSearchParams({ problem, ...(invitation && { redirect }) })
  return `/sign-in?${query}${fragment({ invitation })}`
}

/** Returns a path of Stepkey, never another site's address, however it is written. */
function ownPath(path: unknown): string {
  return typeof path === 'string' && /^\/(?![/\\])[^\\\s]*$/.test(path) && path.length < 1000 ? path : '/'
}

const Cookie = z.object({
  attempt: z.record(z.string(), z.union([z.string(), z.number()])),
  redirect: z.unknown().transform(ownPath),
  invitation: z.string().regex(new RegExp(INVITATION)).optional(),
})

function readCookie(value: string | undefined): z.output<typeof Cookie> | undefined {
  try {
    return Cookie.parse(JSON.parse(Buffer.from(value ?? '', 'base64url').toString()))
  } catch {
    return undefined
  }
}
