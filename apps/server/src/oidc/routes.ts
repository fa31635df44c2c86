import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../context.ts'
import { logFailure } from '../log.ts'
import type { RequestContext } from '../trpc.ts'
import { type Attempt, createProvider } from './provider.ts'
import { type SignedIn, signInWith } from './sign-in.ts'

/** How long somebody may take at the issuer, in seconds. */
const ATTEMPT_LIFETIME = 600
const COOKIE = 'stepkey-sign-in'

/** Why nobody was signed in; the sign-in page has the words. */
type Problem = Exclude<SignedIn['outcome'], 'signed_in'> | 'expired' | 'refused' | 'unavailable'

/** `/auth/oidc`: leaving for the company's sign-in and coming back. There is nothing here without one. */
export async function oidcRoutes(
  app: FastifyInstance,
  {
    deps,
    contextOf,
  }: { deps: Deps; contextOf: (request: FastifyRequest, reply: FastifyReply) => RequestContext },
): Promise<void> {
  const { config, log } = deps
  const provider = createProvider(config, deps.egress)
  if (!provider) return
  // Lax, not Strict: the browser comes back from another site. Only these two routes ever see it.
  const cookie = {
    path: '/auth/oidc',
    httpOnly: true,
    sameSite: 'lax',
    secure: config.publicUrl.startsWith('https://'),
    maxAge: ATTEMPT_LIFETIME,
  } as const
  const fail = (reply: FastifyReply, problem: Problem) => reply.redirect(`/sign-in?problem=${problem}`)

  app.get('/auth/oidc/start', async (request, reply) => {
    reply.header('cache-control', 'no-store')
    try {
      const { redirect, again } = request.query as { redirect?: unknown; again?: unknown }
      const { url, attempt } = await provider.begin({ again: again === '1' })
      const remembered: Remembered = { ...attempt, redirect: ownPath(redirect) }
      reply.setCookie(COOKIE, Buffer.from(JSON.stringify(remembered)).toString('base64url'), cookie)
      return reply.redirect(url.href)
    } catch (error) {
      logFailure(log, 'oidc start', error)
      return fail(reply, 'unavailable')
    }
  })

  app.get('/auth/oidc/callback', async (request, reply) => {
    const context = contextOf(request, reply)
    reply.header('cache-control', 'no-store')
    const remembered = recall(request.cookies[COOKIE])
    // One attempt, one answer.
    reply.clearCookie(COOKIE, cookie)
    if (!remembered) return fail(reply, 'expired')
    try {
      const identity = await provider.finish(new URL(request.url, config.publicUrl), remembered)
      const result = await signInWith(context, identity, context.session.read())
      if (result.outcome !== 'signed_in') return fail(reply, result.outcome)
      context.session.write(result.token)
      return reply.redirect(remembered.redirect)
    } catch (error) {
      logFailure(log, 'oidc callback', error)
      return fail(reply, 'refused')
    }
  })
}

type Remembered = Attempt & { redirect: string }

/** Only an address of our own: never another site's, however it is written. */
function ownPath(path: unknown): string {
  return typeof path === 'string' && /^\/(?![/\\])[^\\\s]*$/.test(path) && path.length < 1000 ? path : '/'
}

function recall(value: string | undefined): Remembered | undefined {
  try {
    const { state, nonce, verifier, redirect } = JSON.parse(Buffer.from(value ?? '', 'base64url').toString())
    const isText = [state, nonce, verifier].every((part) => typeof part === 'string' && part !== '')
    return isText ? { state, nonce, verifier, redirect: ownPath(redirect) } : undefined
  } catch {
    return undefined
  }
}
