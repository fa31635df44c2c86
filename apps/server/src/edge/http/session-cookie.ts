import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Config } from '../../config.ts'
import { SESSION_LIFETIME } from '../../domains/accounts/sessions.ts'
import type { SessionCookie } from '../access/request-context.ts'

/** The cookie that carries a session's token: out of reach for scripts, and bound to this host over HTTPS. */
export function sessionCookie(config: Config, request: FastifyRequest, reply: FastifyReply): SessionCookie {
  const secure = config.publicUrl.startsWith('https://')
  const name = secure ? '__Host-stepkey' : 'stepkey'
  const options = { path: '/', httpOnly: true, sameSite: 'lax', secure } as const
  return {
    read: () => request.cookies[name],
    write: (token) => reply.setCookie(name, token, { ...options, maxAge: SESSION_LIFETIME / 1000 }),
    clear: () => reply.clearCookie(name, options),
  }
}
