import type { CredentialStatus, CredentialSummary } from '@stepkey/shared/credential'
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
  const words = wordsFor(status, receipt)
  if (!receipt || status === 'unverified' || !nothingLearnt(receipt)) return words
  // A check that taught nothing leaves the status as it was, and its time says nothing about that.
  return {
    ...words,
    word: `${words.word} before`,
    dated: false,
    detail: `${whyNothing(receipt)} at the last check`,
  }
}

function wordsFor(status: CredentialStatus, receipt: Verification | null): StatusWords {
  switch (status) {
    case 'verified':
      return { tone: 'good', word: 'Verified', dated: true }
    case 'limited':
      return { tone: 'warn', word: 'Limited', dated: true, detail: 'accepted, but not for everything' }
    case 'failing':
      return { tone: 'bad', word: 'Rejected', dated: true, detail: whyRejected(receipt) }
    case 'untestable':
      return {
        tone: 'quiet',
        word: 'Not tested',
        dated: false,
        detail: receipt?.untestable ?? 'this component has no check',
      }
    case 'unverified':
      return {
        tone: 'warn',
        word: 'Saved without verifying',
        dated: false,
        detail: receipt ? whyNothing(receipt) : undefined,
      }
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
      return 'a private address'
    case 'rate_limited':
      return 'too many requests'
    case 'unreachable':
      return 'not reachable'
    default:
      return 'an unexpected answer'
  }
}
