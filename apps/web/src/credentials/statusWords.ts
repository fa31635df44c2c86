import type { CredentialSummary } from '@stepkey/shared/credential'
import type { Verification } from '@stepkey/shared/verification'

export interface StatusWords {
  tone: 'good' | 'warn' | 'bad' | 'quiet'
  word: string
  /** The age of the last verification belongs after the word. */
  dated: boolean
  detail?: string
}

/** The status of a credential in words: “Rejected”, yesterday, “the key was refused”. */
export function statusWords({ status, receipt }: Pick<CredentialSummary, 'status' | 'receipt'>): StatusWords {
  // A check that taught nothing leaves the status as it was; its receipt is about something else.
  const learnt = receipt && !nothingLearnt(receipt)
  const lastTry = receipt && !learnt ? `last check: ${whyNothing(receipt)}` : undefined
  switch (status) {
    case 'verified':
      return { tone: 'good', word: learnt ? 'Verified' : 'Verified before', dated: !lastTry, detail: lastTry }
    case 'limited':
      return { tone: 'warn', word: 'Limited', dated: true, detail: lastTry ?? 'accepted, but not for everything' }
    case 'failing':
      return { tone: 'bad', word: 'Rejected', dated: true, detail: lastTry ?? whyRejected(receipt) }
    case 'untestable':
      return { tone: 'quiet', word: 'Not tested', dated: false, detail: receipt?.untestable ?? 'this component has no check' }
    case 'unverified':
      return { tone: 'warn', word: 'Saved without verifying', dated: false, detail: receipt ? whyNothing(receipt) : undefined }
  }
}

const conclusive = ['verified', 'limited', 'untestable', 'rejected']
const nothingLearnt = ({ outcome }: Verification) => !conclusive.includes(outcome)

function whyRejected(receipt: Verification | null): string {
  switch (receipt?.reason) {
    case 'anonymous':
      return 'it was not recognised'
    case 'bad_login':
      return 'the user name or password was refused'
    case 'no_permission':
      return 'the user is not let in'
    case 'no_such_database':
      return 'there is no such database'
    default:
      return 'the key was refused'
  }
}

function whyNothing({ outcome }: Verification): string {
  switch (outcome) {
    case 'timeout':
      return 'no answer in time'
    case 'tls':
      return 'no secure connection'
    case 'blocked':
      return 'its address is private'
    case 'rate_limited':
      return 'too many requests just then'
    case 'unreachable':
      return 'it could not be reached'
    default:
      return 'an unexpected answer'
  }
}
