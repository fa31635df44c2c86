import { Group, Text } from '@mantine/core'
import type { CredentialSummary } from '@stepkey/shared/credential'
import { IconAlertTriangle, IconCircleCheck, IconCircleDashed, IconCircleX } from '@tabler/icons-react'
import { Age } from '../ui/Age.tsx'
import { type StatusWords, statusWords } from './statusWords.ts'

const looks = {
  good: { Icon: IconCircleCheck, colour: 'var(--stepkey-good)' },
  warn: { Icon: IconAlertTriangle, colour: 'var(--stepkey-warn)' },
  bad: { Icon: IconCircleX, colour: 'var(--stepkey-bad)' },
  quiet: { Icon: IconCircleDashed, colour: 'var(--mantine-color-dimmed)' },
} satisfies Record<StatusWords['tone'], unknown>

/** What is known of a credential: an icon, words, and how old the knowledge is. */
export function CredentialStatus({
  credential,
}: {
  credential: Pick<CredentialSummary, 'status' | 'receipt'>
}) {
  const { tone, word, dated, detail } = statusWords(credential)
  const { Icon, colour } = looks[tone]
  return (
    <Group gap={6} wrap="nowrap" align="flex-start" c={colour}>
      <Icon size={16} aria-hidden style={{ flex: 'none', marginTop: 2 }} />
      <Text size="sm" span>
        {word}
        {dated && credential.receipt && (
          <>
            {' '}
            <Age of={credential.receipt.checkedAt} />
          </>
        )}
        {detail && `: ${detail}`}
      </Text>
    </Group>
  )
}
