import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Config } from '../../config.ts'
import { DEVICE_LIFETIME } from '../../domains/accounts/known-device.ts'
import { SESSION_LIFETIME } from '../../domains/accounts/sessions.ts'
import { REDIRECT_LIFETIME } from '../../domains/oauth/relayed-consent.ts'
import { ATTEMPT_LIFETIME } from '../../domains/sso/sign-in-provider.ts'
import type { BrowserCookie } from '../access/request-context.ts'

/** The cookies of Stepkey: their names, and how long browsers keep them, in milliseconds. */
const COOKIES = {
  session: { name: 'stepkey', lifetime: SESSION_LIFETIME },
  device: { name: 'stepkey-device', lifetime: DEVICE_LIFETIME },
  /** One for each consent. */
  consent: { name: 'stepkey-consent', lifetime: REDIRECT_LIFETIME },
  ssoAttempt: { name: 'stepkey-sign-in', lifetime: ATTEMPT_LIFETIME },
}

/** Returns the name of a cookie. Over HTTPS, `__Host-` makes browsers bind it to this host. */
export const cookieName = (kind: keyof typeof COOKIES, config: Pick<Config, 'publicUrl'>): string =>
  isSecure(config) ? `__Host-${COOKIES[kind].name}` : COOKIES[kind].name

const isSecure = ({ publicUrl }: Pick<Config, 'publicUrl'>) => publicUrl.startsWith('https://')

/**
 * Returns access to a cookie: not readable by scripts. It is Lax, not Strict, because users also come from links and from the provider of SSO.
 * @param suffix what distinguishes several cookies of the same kind
 */
export function browserCookie(
  kind: keyof typeof COOKIES,
  config: Pick<Config, 'publicUrl'>,
  request: FastifyRequest,
  reply: FastifyReply,
  suffix = '',
): BrowserCookie {
  const name = cookieName(kind, config) + suffix
  const { lifetime } = COOKIES[kind]
  const options = { path: '/', httpOnly: true, sameSite: 'lax', secure: isSecure(config) } as const
  return {
    read: () => request.cookies[name],
    write: (value) => reply.setCookie(name, value, { ...options, maxAge: lifetime / 1000 }),
    clear: () => reply.clearCookie(name, options),
  }
}
