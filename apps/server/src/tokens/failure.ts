import type { Finding } from '@stepkey/shared/verification'
import * as oauth from 'oauth4webapi'
import { meaningOf } from '../egress/network-errors.ts'

/** A provider told an address that no browser may be sent to. */
class UnusableAddress extends Error {}

/** Browsers are sent there: what a provider tells must not run in ours. @throws UnusableAddress */
export function requireWebAddress({ protocol }: URL): void {
  if (protocol !== 'https:' && protocol !== 'http:') throw new UnusableAddress('not a web address')
}

/** What it means that a vendor did not answer, or not as the protocol wants it. Undefined for what is our own fault. */
export function failureOf(error: unknown): Finding | undefined {
  if (error instanceof Error && error.name === 'TimeoutError') return { outcome: 'timeout' }
  if (
    error instanceof oauth.OperationProcessingError ||
    error instanceof oauth.ResponseBodyError ||
    error instanceof UnusableAddress
  ) {
    return { outcome: 'unexpected', reason: 'other_content' }
  }
  return meaningOf(error)
}
