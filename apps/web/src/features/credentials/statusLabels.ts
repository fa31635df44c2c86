import type { CredentialStatus, CredentialSummary } from '@stepkey/shared/credential'
import type { Reason, Verification } from '@stepkey/shared/verification'
import type { Tone } from '../../ui/feedback/StatusText.tsx'

/** The parts of a status label. */
export interface StatusLabel {
  tone: Tone
  word: string
  /** What the age of the last verification follows; absent if it is not shown. */
  dated?: 'word' | 'detail'
  detail?: string
}

/** Returns the label of the status of a credential, for example “Failing” with “the key was rejected”. */
export function statusLabel({ status, receipt }: Pick<CredentialSummary, 'status' | 'receipt'>): StatusLabel {
  const label = labelFor(status, receipt)
  const isUndated = status === 'unverified' || status === 'reconnect' || status === 'frozen'
  if (!receipt || isUndated || !isInconclusive(receipt)) return label
  // An inconclusive verification does not change the status, so its time is not shown.
  const detail = `${describeInconclusive(receipt)} at the last verification`
  return status === 'failing'
    ? { tone: label.tone, word: label.word, detail: `rejected earlier, ${detail}` }
    : { tone: label.tone, word: `${label.word} earlier`, detail }
}

function labelFor(status: CredentialStatus, receipt: Verification | null): StatusLabel {
  switch (status) {
    case 'verified':
      return { tone: 'good', word: 'Verified', dated: 'word' }
    case 'limited':
      return { tone: 'warn', word: 'Limited', dated: 'word', detail: 'accepted with limited access' }
    case 'failing':
      return { tone: 'bad', word: 'Failing', dated: 'detail', detail: describeRejection(receipt) }
    case 'reconnect':
      return {
        tone: 'bad',
        word: 'Must be connected again',
        detail: receipt?.reason && grantLosses[receipt.reason],
      }
    case 'untestable':
      return {
        tone: 'quiet',
        word: 'Not tested',
        detail: receipt?.untestable ?? 'this component has no check',
      }
    case 'frozen':
      return { tone: 'warn', word: 'Frozen', detail: 'nothing is issued' }
    case 'unverified':
      return {
        tone: 'warn',
        word: 'Saved without verifying',
        detail: receipt ? describeInconclusive(receipt) : undefined,
      }
  }
}

const conclusiveOutcomes = ['verified', 'limited', 'untestable', 'rejected']
const isInconclusive = ({ outcome }: Verification) => !conclusiveOutcomes.includes(outcome)

const rejections: Partial<Record<Reason, string>> = {
  anonymous: 'it was not recognised',
  bad_login: 'the user name or password was rejected',
  no_permission: 'the user has no access',
  encryption_needed: 'an encrypted connection is needed',
  app_password_needed: 'an app password is needed',
  sign_in_disabled: 'the sign-in is disabled',
  address_not_admitted: 'the address of Stepkey is not admitted',
  no_such_tenant: 'there is no such project',
  no_such_database: 'there is no such database',
  no_such_vhost: 'there is no such virtual host',
  no_such_bucket: 'there is no such bucket',
  no_such_entry: 'there is no such entry',
  account_locked: 'the user is locked',
  password_expired: 'the password has expired',
  login_expired: 'the login has expired',
  login_needed: 'a login is needed',
  client_certificate: 'the client certificate was rejected',
  unusable_key: 'the key can’t be used',
  wrong_passphrase: 'the passphrase is wrong',
  oauth_app: 'the OAuth app was rejected',
  grant_not_allowed: 'the client may not request tokens',
  scope_refused: 'a scope was rejected',
}

/** The reasons why a grant no longer works. */
const grantLosses: Partial<Record<Reason, string>> = {
  disconnected: 'it was disconnected',
  grant_revoked: 'the access was revoked or has expired',
  grant_expired: 'the access has expired',
  refresh_interrupted: 'refreshing the access was interrupted',
}

const describeRejection = (receipt: Verification | null): string =>
  (receipt?.reason && rejections[receipt.reason]) ?? 'the key was rejected'

function describeInconclusive({ outcome }: Verification): string {
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
