import type { CredentialSummary } from '@stepkey/shared/credential'
import { useTranslations } from 'use-intl'
import { StatusText } from '../../ui/feedback/StatusText.tsx'
import { RelativeTime } from '../../ui/time/RelativeTime.tsx'
import { statusLabel } from './statusLabels.ts'

interface CredentialStatusProps {
  credential: Pick<CredentialSummary, 'status' | 'receipt'>
}

/** Shows the status of a credential with an icon, a label and the age of the last verification. */
export function CredentialStatus({ credential }: CredentialStatusProps) {
  const t = useTranslations('status')
  const { tone, word, dated, detail } = statusLabel(credential, t)
  const age = credential.receipt && <RelativeTime at={credential.receipt.checkedAt} />
  return (
    <StatusText tone={tone}>
      {word}
      {dated === 'word' && age && <> {age}</>}
      {detail && `: ${detail}`}
      {dated === 'detail' && age && <> ({age})</>}
    </StatusText>
  )
}
