import type { Finding } from '@stepkey/shared/verification'
import * as oauth from 'oauth4webapi'
import { networkErrorMeaning } from '../../platform/egress/network-error.ts'

/** A provider named an invalid or unusable URL. */
class UnusableAddress extends Error {}

/** The private key is malformed or not usable for RS256. */
export class UnusableKey extends Error {}

/**
 * Parses a URL named by a provider. Only http and https are allowed: browsers are redirected there, so a `javascript:`
 * URL would be executed.
 * @throws UnusableAddress
 */
export function webAddress(address: unknown): URL {
  const url = typeof address === 'string' && URL.canParse(address) ? new URL(address) : undefined
  if (url?.protocol !== 'https:' && url?.protocol !== 'http:')
    throw new UnusableAddress('Not an http or https URL.')
  return url
}

/** Returns the finding for a failed token request, or undefined for an internal error. */
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
