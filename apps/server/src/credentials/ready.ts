import { applyPlacements, renderBaseUrl } from '@stepkey/shared/auth/request'
import type { Method } from '@stepkey/shared/component'
import type { Issued } from '@stepkey/shared/credential'
import type { Verification } from '@stepkey/shared/verification'
import type { MemberContext } from '../context.ts'
import { meaningOf } from '../egress/network-errors.ts'
import { mint, mintHost } from '../tokens/mint.ts'
import type { Minted } from '../tokens/minted.ts'
import { describe } from '../verification/verify.ts'
import type { RawValues } from './values.ts'

/** How long the request for a token may take, in milliseconds. */
const DEADLINE = 10_000

type Ready = Pick<Issued, 'headers' | 'query' | 'baseUrl'> & {
  /** When the token in it ends, if it has one that does. */
  tokenEnds?: Date
}

/**
 * What an engine adds to its requests, for methods that speak HTTP: a method that works with tokens asks for one here.
 * A signed request has to be signed by whoever sends it, so there is nothing to add.
 * @returns a verification that tells why, when no token was given
 */
export async function readyFor(
  { egress, clock }: Pick<MemberContext, 'egress' | 'clock'>,
  method: Method,
  values: RawValues,
): Promise<Ready | Verification> {
  if (!method.baseUrl) return {}
  const { token: request } = method
  if (!request) return place(method, values)
  const now = clock()
  const ports = { egress, now, signal: AbortSignal.timeout(DEADLINE) }
  const minted = await mint({ ...method, token: request }, values, ports).catch(
    (error): Minted => ({
      outcome: 'refused',
      finding: { target: mintHost(method, values), ...(meaningOf(error) ?? { outcome: 'unexpected' }) },
    }),
  )
  if (minted.outcome === 'refused') return describe(minted.finding, now, clock().getTime() - now.getTime())
  const lifetime = Number(minted.token.expires_in)
  return {
    ...place(method, { ...values, token: minted.token }),
    ...(lifetime > 0 && { tokenEnds: new Date(now.getTime() + lifetime * 1000) }),
  }
}

function place(method: Method, values: RawValues): Ready {
  const { headers, query } = applyPlacements(method.place, values)
  return { headers, query, baseUrl: renderBaseUrl(method, values).href }
}
