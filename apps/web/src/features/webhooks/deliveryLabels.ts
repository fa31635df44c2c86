import type { Delivery } from '@stepkey/shared/webhook'
import type { Tone } from '../../ui/feedback/StatusText.tsx'

export interface DeliveryLabel {
  tone: Tone
  word: string
  /** What went wrong at the last try. */
  detail?: string
}

/** What came of a delivery, in words. */
export function deliveryLabel(delivery: Delivery): DeliveryLabel {
  const { status, attempts, problem } = delivery
  const detail = problem === null ? undefined : problemWords(delivery)
  switch (status) {
    case 'delivered':
      return { tone: 'good', word: 'Delivered' }
    case 'pending':
      return attempts === 0 || problem === null
        ? { tone: 'quiet', word: 'On its way' }
        : { tone: 'warn', word: 'Not delivered yet', detail }
    case 'failed':
      return problem === 'switched_off'
        ? { tone: 'quiet', word: 'Called off', detail }
        : { tone: 'bad', word: 'Not delivered', detail }
  }
}

function problemWords({ problem, httpStatus }: Delivery): string {
  switch (problem) {
    case 'status':
      return `the answer was ${httpStatus}`
    case 'redirect':
      return `the answer was a redirect (${httpStatus}), which Stepkey does not follow`
    case 'gone':
      return 'the answer was that it is gone (410)'
    case 'private_address':
      return 'its address is inside a private network'
    case 'name_not_found':
      return 'there is no host of that name'
    case 'unreachable':
      return 'it could not be reached'
    case 'timeout':
      return 'it did not answer within 15 seconds'
    case 'tls':
      return 'no secure connection could be made'
    case 'too_large':
      return 'its answer was longer than what is read'
    case 'switched_off':
      return 'the webhook was switched off'
    default:
      return 'something unexpected came in between'
  }
}
