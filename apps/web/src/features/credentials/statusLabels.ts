import type { CredentialStatus, CredentialSummary } from '@stepkey/shared/credential'
import type { Verification } from '@stepkey/shared/verification'
import type { useTranslations } from 'use-intl'
import type { Tone } from '../../ui/feedback/StatusText.tsx'

/** The parts of a status label. */
export interface StatusLabel {
  tone: Tone
  word: string
  /** What the age of the last verification follows; absent if it is not shown. */
  dated?: 'word' | 'detail'
  detail?: string
}

type StatusTexts = ReturnType<typeof useTranslations<'status'>>

/** Returns the label of the status of a credential, for example “Failing” with “the key was rejected”. */
export function statusLabel(
  { status, receipt }: Pick<CredentialSummary, 'status' | 'receipt'>,
  t: StatusTexts,
): StatusLabel {
  const label = labelFor(status, receipt, t)
  if (!receipt || !isInconclusive(receipt)) return label
  // An inconclusive verification does not change the status, so its time is not shown.
  const detail = t('atLastVerification', { detail: describeInconclusive(receipt, t) })
  switch (status) {
    case 'failing':
      return { tone: label.tone, word: label.word, detail: t('rejectedEarlier', { detail }) }
    case 'verified':
    case 'limited':
    case 'untestable':
      return { tone: label.tone, word: t(`${status}Earlier`), detail }
    default:
      return label
  }
}

function labelFor(status: CredentialStatus, receipt: Verification | null, t: StatusTexts): StatusLabel {
  const word = t(status)
  switch (status) {
    case 'verified':
      return { tone: 'good', word, dated: 'word' }
    case 'limited':
      return { tone: 'warn', word, dated: 'word', detail: t('limitedDetail') }
    case 'failing':
      return { tone: 'bad', word, dated: 'detail', detail: describeReason(receipt, t) ?? t('rejected') }
    case 'reconnect':
      return { tone: 'bad', word, detail: describeReason(receipt, t) }
    case 'untestable':
      return { tone: 'quiet', word, detail: receipt?.untestable ?? t('untestableDetail') }
    case 'frozen':
      return { tone: 'warn', word, detail: t('frozenDetail') }
    case 'unverified':
      return { tone: 'warn', word, detail: receipt ? describeInconclusive(receipt, t) : undefined }
  }
}

const conclusiveOutcomes = ['verified', 'limited', 'untestable', 'rejected']
const isInconclusive = ({ outcome }: Verification) => !conclusiveOutcomes.includes(outcome)

function describeReason(receipt: Verification | null, t: StatusTexts): string | undefined {
  const id = `rejectedReasons.${receipt?.reason}` as 'rejectedReasons.anonymous'
  return t.has(id) ? t(id) : undefined
}

function describeInconclusive({ outcome }: Verification, t: StatusTexts): string {
  switch (outcome) {
    case 'timeout':
    case 'tls':
    case 'blocked':
    case 'rate_limited':
    case 'unreachable':
      return t(outcome)
    default:
      return t('unexpected')
  }
}
