import { Alert, Badge, Button, Group, Loader, Paper, Stack, Text } from '@mantine/core'
import { useInterval } from '@mantine/hooks'
import { describeFinding, type FindingText } from '@stepkey/shared/finding-messages'
import { languageOf } from '@stepkey/shared/languages'
import { isInconclusive, type Outcome, type Verification } from '@stepkey/shared/verification'
import { IconAlertTriangle, IconCircleCheck, IconCircleX, IconHelpCircle } from '@tabler/icons-react'
import { useState } from 'react'
import { useFormatter, useLocale, useTranslations } from 'use-intl'

/** Shown while the verification request runs. */
export function VerifyingPanel({ progress, onCancel }: { progress: string; onCancel(): void }) {
  const t = useTranslations('common')
  const [seconds, setSeconds] = useState(0)
  useInterval(() => setSeconds((count) => count + 1), 1000, { autoInvoke: true })
  return (
    <Paper withBorder p="md">
      <Group wrap="nowrap">
        <Loader size="sm" aria-hidden />
        <Text size="sm" flex={1} style={{ overflowWrap: 'anywhere' }}>
          {progress}
        </Text>
        <Text size="sm" c="dimmed" aria-hidden style={{ fontVariantNumeric: 'tabular-nums' }}>
          {seconds} s
        </Text>
        <Button variant="default" size="compact-sm" onClick={onCancel}>
          {t('cancel')}
        </Button>
      </Group>
    </Paper>
  )
}

interface VerificationPanelProps {
  verification: Verification
  /** The verification was part of saving, and nothing was saved. */
  notSaved: boolean
}

/** Shows the outcome of a verification, and what to try if it failed. */
export function VerificationPanel({ verification, notSaved }: VerificationPanelProps) {
  const t = useTranslations('verification')
  const format = useFormatter()
  const { outcome, scopes, expiresAt } = verification
  const { message, advice } = useVerificationText()(verification)
  const { title, colour, Icon } = presentation(outcome)
  return (
    <Alert
      color={colour}
      title={t(title)}
      icon={<Icon aria-hidden />}
      role={outcome === 'verified' ? 'group' : 'alert'}
      styles={{
        title: { color: 'var(--mantine-color-text)' },
        message: { color: 'var(--mantine-color-text)' },
      }}
    >
      <Stack gap={6}>
        <span>{message}</span>
        {scopes && (
          <Group gap={6}>
            <Text size="sm">{t('scopes')}</Text>
            {scopes.map((scope) => (
              <Badge key={scope} variant="default" tt="none" fw={500}>
                {scope}
              </Badge>
            ))}
          </Group>
        )}
        {expiresAt && (
          <span>{t('expires', { day: format.dateTime(new Date(expiresAt), { dateStyle: 'long' }) })}</span>
        )}
        {advice && <span>{advice}</span>}
        {notSaved && <Text size="sm">{t('inputKept')}</Text>}
      </Stack>
    </Alert>
  )
}

/** Returns a function that gives the message and the advice of a verification in the language of the user. */
function useVerificationText(): (verification: Verification) => FindingText {
  const t = useTranslations()
  const isEnglish = languageOf(useLocale()) === 'en'
  return (verification) => (isEnglish ? verification : describeFinding(verification, t))
}

function presentation(outcome: Outcome) {
  if (outcome === 'verified') return { title: 'verified', colour: 'leaf', Icon: IconCircleCheck } as const
  if (outcome === 'limited') return { title: 'limited', colour: 'amber', Icon: IconAlertTriangle } as const
  if (outcome === 'untestable') return { title: 'untestable', colour: 'gray', Icon: IconHelpCircle } as const
  if (isInconclusive(outcome))
    return { title: 'inconclusive', colour: 'amber', Icon: IconAlertTriangle } as const
  return { title: 'rejected', colour: 'red', Icon: IconCircleX } as const
}
