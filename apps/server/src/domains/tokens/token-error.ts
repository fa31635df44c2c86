import type { Finding } from '@stepkey/shared/verification'
import * as oauth from 'oauth4webapi'
import { networkErrorMeaning } from '../../platform/egress/network-error.ts'

/** A provider told something that is no address, or none that may be used. */
class UnusableAddress extends Error {}

/** What was entered as a private key is none, or not one for RS256. */
export class UnusableKey extends Error {}

/** An address that a provider told: browsers are sent there, and must not run it. @throws UnusableAddress */
export function webAddress(address: unknown): URL {
  const url = typeof address === 'string' && URL.canParse(address) ? new URL(address) : undefined
  if (url?.protocol !== 'https:' && url?.protocol !== 'http:') throw new UnusableAddress('not a web address')
  return url
}

/** What it means that a vendor did not answer, or not as the protocol wants it. Undefined for what is our own fault. */
export function tokenErrorFinding(error: unknown): Finding | undefined {
  if (error instanceof UnusableKey) return { outcome: 'rejected', reason: 'unusable_key' }
  if (error instanceof Error && error.name === 'TimeoutError') return { outcome: 'timeout' }
  if (
    error instanceof oauth.OperationProcessingError ||
    error instanceof oauth.ResponseBodyError ||
    error instanceof oauth.UnsupportedOperationError ||
    error instanceof UnusableAddress
  ) {
    return { outcome: 'unexpected', reason: 'other_content' }
  }
  return networkErrorMeaning(error)
}
