import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Deps } from '../../domains/context.ts'
import type { SignInProvider } from '../../domains/sso/sign-in-provider.ts'
import { type SignedIn, signInWithSso } from '../../domains/sso/sso-sign-in.ts'
import { parseStrictly } from '../../platform/errors/parse-strictly.ts'
import { logFailure } from '../../platform/telemetry/log.ts'
import type { RequestContext } from '../access/request-context.ts'
import { attemptCookie, type Destination } from './sso-attempt.ts'

/** Why the sign-in failed. The sign-in page shows a message for each. */
type Problem = Exclude<SignedIn['outcome'], 'signed_in'> | 'expired' | 'refused' | 'unavailable'

interface Options {
  deps: Deps
  contextOf: (request: FastifyRequest, reply: FastifyReply) => RequestContext
}

/** Serves `/auth/{provider}/start` and `/auth/{provider}/callback`, for each sign-in provider. */
export async function ssoRoutes(app: FastifyInstance, options: Options): Promise<void> {
  for (const provider of options.deps.signInProviders) addProvider(app, provider, options)
}

function addProvider(app: FastifyInstance, provider: SignInProvider, { deps, contextOf }: Options): void {
  const { config, log } = deps
  const base = `/auth/${provider.id}`
  const attemptOf = (request: FastifyRequest, reply: FastifyReply) =>
    attemptCookie(deps, provider, request, reply)

  /** Begins a sign-in and stores it in a cookie. @returns the URL to redirect the browser to */
  const start = async (
    request: FastifyRequest,
    reply: FastifyReply,
    destination: Destination,
    { again = false } = {},
  ): Promise<string> => {
    try {
      const { url, attempt } = await provider.begin({ again })
      await attemptOf(request, reply).write({ attempt, ...destination })
      return url.href
    } catch (error) {
      logFailure(log, 'sso start', error)
      return signInPage('unavailable', destination)
    }
  }

  app.get(`${base}/start`, async (request, reply) => {
    const { redirect, again } = request.query as { redirect?: unknown; again?: unknown }
    return reply.redirect(
      await start(request, reply, { redirect: ownPath(redirect) }, { again: again === '1' }),
    )
  })

  // Begins a sign-in with an invitation. The secret must not be in a URL, so it is sent in the body. A form can't send
  // it, because the content security policy `form-action` also applies to the redirect to the provider.
  app.post(`${base}/start`, async (request, reply) => {
    const { invitation } = parseStrictly(StartWithInvitation, request.body)
    return { url: await start(request, reply, { redirect: '/join', invitation }) }
  })

  app.get(`${base}/callback`, async (request, reply) => {
    const context = contextOf(request, reply)
    const stored = await attemptOf(request, reply).take()
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

const Invitation = z.string().regex(/^[\w-]{1,200}$/, 'This is not the secret of an invitation')
const StartWithInvitation = z.object({ invitation: Invitation })

/** Returns the invitation as a URL fragment, which browsers don't send to servers. */
const fragment = ({ invitation }: Partial<Destination>) => (invitation ? `#invitation=${invitation}` : '')

/** Returns the URL of the sign-in page with a problem. It keeps the invitation, for another way to sign in. */
function signInPage(problem: Problem, { redirect, invitation }: Partial<Destination> = {}): string {
  const query = new URLSearchParams({ problem, ...(invitation && { redirect }) })
  return `/sign-in?${query}${fragment({ invitation })}`
}

/** Returns a path of this origin, or `/` for everything that could lead to another site. */
function ownPath(path: unknown): string {
  return typeof path === 'string' && /^\/(?![/\\])[^\\\s]*$/.test(path) && path.length < 1000 ? path : '/'
}
