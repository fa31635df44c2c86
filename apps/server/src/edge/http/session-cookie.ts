import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Config } from '../../config.ts'
import { SESSION_LIFETIME } from '../../domains/accounts/sessions.ts'
import type { SessionCookie } from '../access/request-context.ts'

/** Returns access to the session cookie: not readable by scripts, and bound to this host over HTTPS (`__Host-`). */
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
