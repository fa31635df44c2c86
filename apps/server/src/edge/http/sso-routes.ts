import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Deps } from '../../domains/context.ts'
import { createProvider, type SignInRequest } from '../../domains/sso/oidc-provider.ts'
import { type SignedIn, signInWithSso } from '../../domains/sso/sso-sign-in.ts'
import { logFailure } from '../../platform/telemetry/log.ts'
import type { RequestContext } from '../access/request-context.ts'

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
  const provider = createProvider(deps)
  if (!provider) return
  // Lax, not Strict: the browser comes back from another site. Only these two addresses ever see it.
  const cookie = {
    path: '/auth/oidc',
    httpOnly: true,
    sameSite: 'lax',
    secure: config.publicUrl.startsWith('https://'),
    maxAge: ATTEMPT_LIFETIME,
  } as const

  /** Remembers what for somebody leaves. @returns where to */
  const leave = async (reply: FastifyReply, plan: Plan, { again = false } = {}): Promise<string> => {
    reply.header('cache-control', 'no-store')
    try {
      const { url, attempt } = await provider.begin({ again })
      const remembered: Remembered = { ...attempt, ...plan }
      reply.setCookie(COOKIE, Buffer.from(JSON.stringify(remembered)).toString('base64url'), cookie)
      return url.href
    } catch (error) {
      logFailure(log, 'oidc start', error)
      return signInPage('unavailable', plan)
    }
  }

  app.get('/auth/oidc/start', async (request, reply) => {
    const { redirect, again } = request.query as { redirect?: unknown; again?: unknown }
    return reply.redirect(await leave(reply, { redirect: ownPath(redirect) }, { again: again === '1' }))
  })

  // For whoever holds an invitation. It must not stand in an address, and a form is no way to send it: the page's
  // content security policy holds for where a form leads in the end, and that is another site.
  app.post<{ Body: { invitation: string } }>(
    '/auth/oidc/start',
    { schema: { body: StartWithInvitation } },
    async ({ body: { invitation } }, reply) => ({
      url: await leave(reply, { redirect: '/join', invitation }),
    }),
  )

  app.get('/auth/oidc/callback', async (request, reply) => {
    const context = contextOf(request, reply)
    reply.header('cache-control', 'no-store')
    const remembered = recall(request.cookies[COOKIE])
    // One attempt, one answer.
    reply.clearCookie(COOKIE, cookie)
    if (!remembered) return reply.redirect(signInPage('expired'))
    try {
      const identity = await provider.finish(new URL(request.url, config.publicUrl), remembered)
      const result = await signInWithSso(context, identity, context.session.read())
      if (result.outcome !== 'signed_in') return reply.redirect(signInPage(result.outcome, remembered))
      context.session.write(result.token)
      return reply.redirect(remembered.redirect + fragment(remembered))
    } catch (error) {
      logFailure(log, 'oidc callback', error)
      return reply.redirect(signInPage('refused', remembered))
    }
  })
}

/** What somebody wants to do once he is in. */
interface Plan {
  redirect: string
  /** The secret of the invitation that he came with: he will be asked whether to join. */
  invitation?: string
}
type Remembered = SignInRequest & Plan

const INVITATION = '^[\\w-]{1,200}$'
const StartWithInvitation = {
  type: 'object',
  required: ['invitation'],
  properties: { invitation: { type: 'string', pattern: INVITATION } },
}

/** As in the link itself: a browser keeps this part of an address to itself. */
const fragment = ({ invitation }: Partial<Plan>) => (invitation ? `#invitation=${invitation}` : '')

/** Nobody was let in. An invitation is not lost by that: there is another way to sign in. */
function signInPage(problem: Problem, { redirect, invitation }: Partial<Plan> = {}): string {
  const query = new URLSearchParams({ problem, ...(invitation && { redirect }) })
  return `/sign-in?${query}${fragment({ invitation })}`
}

/** Only an address of our own: never another site's, however it is written. */
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

function recall(value: string | undefined): Remembered | undefined {
  try {
    return Cookie.parse(JSON.parse(Buffer.from(value ?? '', 'base64url').toString()))
  } catch {
    return undefined
  }
}
