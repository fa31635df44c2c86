import type { Delivery } from '@stepkey/shared/webhook'
import type { Tone } from '../../ui/feedback/StatusText.tsx'

/** The parts of a delivery label. */
export interface DeliveryLabel {
  tone: Tone
  word: string
  /** The problem of the last attempt. */
  detail?: string
}

/** Returns the label of the state of a delivery. */
export function deliveryLabel(delivery: Delivery): DeliveryLabel {
  const { status, attempts, problem } = delivery
  const detail = problem === null ? undefined : describeProblem(delivery)
  switch (status) {
    case 'delivered':
      return { tone: 'good', word: 'Delivered' }
    case 'pending':
      return attempts === 0 || problem === null
        ? { tone: 'quiet', word: 'Pending' }
        : { tone: 'warn', word: 'Not delivered yet', detail }
    case 'failed':
      return problem === 'switched_off'
        ? { tone: 'quiet', word: 'Cancelled', detail }
        : { tone: 'bad', word: 'Not delivered', detail }
  }
}

function describeProblem({ problem, httpStatus }: Delivery): string {
  switch (problem) {
    case 'status':
      return `the response status was ${httpStatus}`
    case 'redirect':
      return `the response was a redirect (${httpStatus}), which Stepkey does not follow`
    case 'gone':
      return 'the receiver responded with 410 Gone'
    case 'private_address':
      return 'its address is in a private network'
    case 'name_not_found':
      return 'the host name does not exist'
    case 'unreachable':
      return 'the receiver could not be reached'
    case 'timeout':
      return 'there was no response within 15 seconds'
    case 'tls':
      return 'no secure connection could be established'
    case 'too_large':
      return 'the response was too long'
    case 'switched_off':
      return 'the webhook was disabled'
    default:
      return 'an unexpected error occurred'
  }
}
