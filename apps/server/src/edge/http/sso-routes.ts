import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Deps } from '../../domains/context.ts'
import { createProvider, type SignInRequest } from '../../domains/sso/oidc-provider.ts'
import { type SignedIn, signInWithSso } from '../../domains/sso/sso-sign-in.ts'
import { logFailure } from '../../platform/telemetry/log.ts'
import type { RequestContext } from '../access/request-context.ts'

/** Time limit for the sign-in at the issuer, in seconds. */
const ATTEMPT_LIFETIME = 600
const COOKIE = 'stepkey-sign-in'

/** Why the sign-in failed. The sign-in page shows a message for each. */
type Problem = Exclude<SignedIn['outcome'], 'signed_in'> | 'expired' | 'refused' | 'unavailable'

/** Serves `/auth/oidc`: the redirect to the SSO issuer and the callback. Adds no routes if SSO is not configured. */
export async function oidcRoutes(
  app: FastifyInstance,
  {
    deps,
    contextOf,
  }: { deps: Deps; contextOf: (request: FastifyRequest, reply: FastifyReply) => RequestContext },
): Promise<void> {
  const { config, log } = deps
  const provider = createProvider(deps)
  if (!provider) return
  // Lax, not Strict, because the callback is a navigation from another site.
  const cookie = {
    path: '/auth/oidc',
    httpOnly: true,
    sameSite: 'lax',
    secure: config.publicUrl.startsWith('https://'),
    maxAge: ATTEMPT_LIFETIME,
  } as const

  /** Begins a sign-in and stores it in a cookie. @returns the URL to redirect to */
  const beginSignIn = async (
    reply: FastifyReply,
    destination: Destination,
    { again = false } = {},
  ): Promise<string> => {
    reply.header('cache-control', 'no-store')
    try {
      const { url, attempt } = await provider.begin({ again })
      const pending: PendingSignIn = { ...attempt, ...destination }
      reply.setCookie(COOKIE, Buffer.from(JSON.stringify(pending)).toString('base64url'), cookie)
      return url.href
    } catch (error) {
      logFailure(log, 'oidc start', error)
      return signInPage('unavailable', destination)
    }
  }

  app.get('/auth/oidc/start', async (request, reply) => {
    const { redirect, again } = request.query as { redirect?: unknown; again?: unknown }
    return reply.redirect(await beginSignIn(reply, { redirect: ownPath(redirect) }, { again: again === '1' }))
  })

  // Begins a sign-in with an invitation. The secret must not be in a URL, so it is sent in the body. A form can't send
  // it, because the content security policy `form-action` also applies to the redirect to the issuer.
  app.post<{ Body: { invitation: string } }>(
    '/auth/oidc/start',
    { schema: { body: StartWithInvitation } },
    async ({ body: { invitation } }, reply) => ({
      url: await beginSignIn(reply, { redirect: '/join', invitation }),
    }),
  )

  app.get('/auth/oidc/callback', async (request, reply) => {
    const context = contextOf(request, reply)
    reply.header('cache-control', 'no-store')
    const pending = readPendingSignIn(request.cookies[COOKIE])
    // Each attempt is single-use.
    reply.clearCookie(COOKIE, cookie)
    if (!pending) return reply.redirect(signInPage('expired'))
    try {
      const identity = await provider.finish(new URL(request.url, config.publicUrl), pending)
      const result = await signInWithSso(context, identity, context.session.read())
      if (result.outcome !== 'signed_in') return reply.redirect(signInPage(result.outcome, pending))
      context.session.write(result.token)
      return reply.redirect(pending.redirect + fragment(pending))
    } catch (error) {
      logFailure(log, 'oidc callback', error)
      return reply.redirect(signInPage('refused', pending))
    }
  })
}

/** Where to redirect the user after the sign-in. */
interface Destination {
  redirect: string
  /** The secret of an invitation. After the sign-in, the user can accept it. */
  invitation?: string
}
type PendingSignIn = SignInRequest & Destination

const INVITATION = '^[\\w-]{1,200}$'
const StartWithInvitation = {
  type: 'object',
  required: ['invitation'],
  properties: { invitation: { type: 'string', pattern: INVITATION } },
}

/** Returns the invitation as a URL fragment, which browsers don't send to servers. */
const fragment = ({ invitation }: Partial<Destination>) => (invitation ? `#invitation=${invitation}` : '')

/** Returns the URL of the sign-in page with a problem. It keeps the invitation, for a sign-in by password. */
function signInPage(problem: Problem, { redirect, invitation }: Partial<Destination> = {}): string {
  const query = new URLSearchParams({ problem, ...(invitation && { redirect }) })
  return `/sign-in?${query}${fragment({ invitation })}`
}

/** Returns a path of this origin, or `/` for everything that could lead to another site. */
function ownPath(path: unknown): string {
  return typeof path === 'string' && /^\/(?![/\\])[^\\\s]*$/.test(path) && path.length < 1000 ? path : '/'
}

const Cookie = z.object({
  state: z.string().min(1),
  nonce: z.string().min(1),
  verifier: z.string().min(1),
  askedAgainAt: z.number().optional(),
  redirect: z.unknown().transform(ownPath),
  invitation: z.string().regex(new RegExp(INVITATION)).optional(),
})

function readPendingSignIn(value: string | undefined): PendingSignIn | undefined {
  try {
    return Cookie.parse(JSON.parse(Buffer.from(value ?? '', 'base64url').toString()))
  } catch {
    return undefined
  }
}
