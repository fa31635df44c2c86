import type { Finding } from '@stepkey/shared/verification'
import * as oauth from 'oauth4webapi'
import { meaningOf } from '../egress/network-errors.ts'

/** What it means that a vendor did not answer, or not as the protocol wants it. Undefined for what is our own fault. */
export function failureOf(error: unknown): Finding | undefined {
  if (error instanceof Error && error.name === 'TimeoutError') return { outcome: 'timeout' }
  if (error instanceof oauth.OperationProcessingError || error instanceof oauth.ResponseBodyError) {
    return { outcome: 'unexpected', reason: 'other_content' }
  }
  return meaningOf(error)
}
