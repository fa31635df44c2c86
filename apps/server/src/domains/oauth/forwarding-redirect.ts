import { randomBytes } from 'node:crypto'
import { describeFinding } from '@stepkey/shared/finding-messages'
import { type HttpAnswer, REMOTE_DEADLINE } from '../../platform/egress/egress.ts'
import { networkErrorMeaning } from '../../platform/egress/network-error.ts'
import { invalidInput } from '../../platform/errors/domain-error.ts'
import type { WorkspaceContext } from '../context.ts'
import { withVerificationSlot } from '../verification/concurrency.ts'
import { redirectUriOf } from './redirect-uri.ts'

/** The redirects that are meant for every request: 301, 302 and 303 let clients change its method (RFC 9110 section 15.4). */
const FORWARDING = [307, 308]

/**
 * Calls a redirect URI on the customer's domain once, as a provider's redirect would, outside of any transaction. It must
 * forward the browser to Stepkey with the same query. Its answer is not followed.
 * @throws DomainError invalid_input if it does not forward
 */
export async function requireForwardingRedirect(ctx: WorkspaceContext, own: string): Promise<void> {
  const callback = redirectUriOf(ctx.config)
  // Codes contain such characters, and a server that decodes or encodes them once more damages the code.
  const query = new URLSearchParams({ code: `${random()}/+ %2F=&`, state: random() })
  const answer = await withVerificationSlot(ctx.workspaceId, () => call(ctx, new URL(`${own}?${query}`)))
  const problem = problemOf(answer, new URL(`${callback}?${query}`))
  if (problem === undefined) return
  throw invalidInput({
    path: 'redirectUri',
    code: 'redirect_not_forwarded',
    message: `${new URL(own).host} ${problem}. It must answer 308 with the Location ${callback} and the same query.`,
  })
}

async function call({ egress }: WorkspaceContext, url: URL): Promise<HttpAnswer> {
  try {
    return await egress.fetch(
      { method: 'GET', url, headers: { accept: '*/*', 'user-agent': 'Stepkey' }, body: undefined },
      AbortSignal.timeout(REMOTE_DEADLINE),
    )
  } catch (error) {
    const meaning = networkErrorMeaning(error)
    if (!meaning) throw error
    throw invalidInput({
      path: 'redirectUri',
      code: meaning.outcome === 'blocked' ? 'address_blocked' : 'redirect_not_forwarded',
      message: describeFinding({ target: url.host, ...meaning }).message,
    })
  }
}

/** Says what is wrong with an answer, without its text; undefined if it forwards. */
function problemOf({ status, headers }: HttpAnswer, expected: URL): string | undefined {
  if (!FORWARDING.includes(status)) return `answered ${status}`
  const { location = '' } = headers
  if (!URL.canParse(location)) return `answered ${status} without a complete Location`
  const url = new URL(location)
  const isStepkey = url.origin === expected.origin && url.pathname === expected.pathname
  if (!isStepkey || url.username !== '' || url.password !== '')
    return `answered ${status} with the Location of another page`
  const isSame = url.searchParams.toString() === expected.searchParams.toString() && url.hash === ''
  return isSame ? undefined : `answered ${status} with another query`
}

const random = () => randomBytes(16).toString('hex')
