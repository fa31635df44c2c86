import type { CredentialSummary } from '@stepkey/shared/credential'
import { Age } from '../ui/Age.tsx'
import { Toned } from '../ui/Toned.tsx'
import { statusWords } from './statusWords.ts'

interface CredentialStatusProps {
  credential: Pick<CredentialSummary, 'status' | 'receipt'>
}

/** What is known of a credential: an icon, words, and how old the knowledge is. */
export function CredentialStatus({ credential }: CredentialStatusProps) {
  const { tone, word, dated, detail } = statusWords(credential)
  return (
    <Toned tone={tone}>
      {word}
      {dated && credential.receipt && (
        <>
          {' '}
          <Age of={credential.receipt.checkedAt} />
        </>
      )}
      {detail && `: ${detail}`}
    </Toned>
  )
}
