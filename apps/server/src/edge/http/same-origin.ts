import type { FastifyRequest } from 'fastify'
import { type Config, isLoopback } from '../../config.ts'
import type { ShownError } from '../rpc/rpc-error.ts'
import { bearerOf } from './bearer-token.ts'

/** Why a request is refused before its procedure is called. */
export type Refusal = Pick<ShownError, 'code' | 'message'>

/** Returns why a request must be refused (DNS rebinding, cross-site request forgery); undefined if it may continue. */
export function originRefusal(config: Config, request: FastifyRequest): Refusal | undefined {
  if (!isOwnHost(config, request.headers.host)) {
    const message =
      'Stepkey is not configured for this host name. Use the address that it was started with, or set PUBLIC_URL.'
    return { code: 'unknown_host', message }
  }
  if (request.method === 'GET' || request.method === 'HEAD') return undefined
  // Pages of other sites can't send a token without a preflight request. Browsers add other schemes by themselves.
  if (bearerOf(request.headers.authorization) !== undefined) return undefined
  // With the user's cookie, pages of other sites can post forms and text, but not JSON. Other methods they can't use.
  if (request.method === 'POST' && !/^application\/json\b/i.test(request.headers['content-type'] ?? ''))
    return crossSite('Send the header content-type: application/json, even without a body.')
  const { origin, 'sec-fetch-site': site } = request.headers
  if (site !== undefined && site !== 'same-origin' && site !== 'none')
    return crossSite('This request comes from another site.')
  if (origin !== undefined && !isOwnOrigin(config, origin, request.headers.host))
    return crossSite('This request comes from another site.')
  return undefined
}

const crossSite = (message: string): Refusal => ({ code: 'cross_site', message })

/** Whether the Host header names this server. DNS rebinding lets foreign pages reach loopback under another name. */
export function isOwnHost(config: Config, host: string | undefined): boolean {
  if (host === undefined || !URL.canParse(`http://${host}`)) return false
  const name = host.replace(/:\d+$/, '')
  return isLoopback(name) || name === config.host || host === new URL(config.publicUrl).host
}

/** Whether an origin is that of Stepkey's own pages. */
export function isOwnOrigin(config: Config, origin: string, host: string | undefined): boolean {
  return origin === config.publicUrl || (!config.publicUrlIsSet && origin === `http://${host}`)
}
