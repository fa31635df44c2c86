import type { CredentialSummary } from '@stepkey/shared/credential'
import { StatusText } from '../../ui/feedback/StatusText.tsx'
import { Age } from '../../ui/time/Age.tsx'
import { statusLabel } from './statusLabels.ts'

interface CredentialStatusProps {
  credential: Pick<CredentialSummary, 'status' | 'receipt'>
}

/** What is known of a credential: an icon, words, and how old the knowledge is. */
export function CredentialStatus({ credential }: CredentialStatusProps) {
  const { tone, word, dated, detail } = statusLabel(credential)
  return (
    <StatusText tone={tone}>
      {word}
      {dated && credential.receipt && (
        <>
          {' '}
          <Age of={credential.receipt.checkedAt} />
        </>
      )}
      {detail && `: ${detail}`}
    </StatusText>
  )
}
