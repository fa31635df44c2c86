import type { CredentialStatus, CredentialSummary } from '@stepkey/shared/credential'
import type { Reason, Verification } from '@stepkey/shared/verification'
import type { Tone } from '../../ui/feedback/StatusText.tsx'

export interface StatusLabel {
  tone: Tone
  word: string
  /** The age of the last verification belongs after the word. */
  dated: boolean
  detail?: string
}

/** The status of a credential in words: “Rejected”, yesterday, “the key was refused”. */
export function statusLabel({ status, receipt }: Pick<CredentialSummary, 'status' | 'receipt'>): StatusLabel {
  const words = wordsFor(status, receipt)
  const isUndated = status === 'unverified' || status === 'reconnect'
  if (!receipt || isUndated || !nothingLearnt(receipt)) return words
  // A check that taught nothing leaves the status as it was, and its time says nothing about that.
  return {
    ...words,
    word: `${words.word} before`,
    dated: false,
    detail: `${whyNothing(receipt)} at the last check`,
  }
}

function wordsFor(status: CredentialStatus, receipt: Verification | null): StatusLabel {
  switch (status) {
    case 'verified':
      return { tone: 'good', word: 'Verified', dated: true }
    case 'limited':
      return { tone: 'warn', word: 'Limited', dated: true, detail: 'accepted, but not for everything' }
    case 'failing':
      return { tone: 'bad', word: 'Rejected', dated: true, detail: whyRejected(receipt) }
    case 'reconnect':
      return {
        tone: 'bad',
        word: 'Has to be connected again',
        dated: false,
        detail: receipt?.reason && losses[receipt.reason],
      }
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

const refusals: Partial<Record<Reason, string>> = {
  anonymous: 'it was not recognised',
  bad_login: 'the user name or password was refused',
  no_permission: 'the user is not let in',
  no_such_database: 'there is no such database',
  no_such_vhost: 'there is no such virtual host',
  no_such_bucket: 'there is no such bucket',
  no_such_entry: 'there is no such entry',
  account_locked: 'the user is locked',
  password_expired: 'the password has expired',
  login_expired: 'the login has expired',
  login_needed: 'a login is needed',
  client_certificate: 'the client certificate was refused',
  unusable_key: 'the key can’t be used',
}

/** How what was granted was lost. */
const losses: Partial<Record<Reason, string>> = {
  disconnected: 'somebody disconnected it',
  grant_revoked: 'the access was taken back or has run out',
  grant_expired: 'the access has run out',
  refresh_interrupted: 'renewing the access was interrupted',
}

const whyRejected = (receipt: Verification | null): string =>
  (receipt?.reason && refusals[receipt.reason]) ?? 'the key was refused'

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
