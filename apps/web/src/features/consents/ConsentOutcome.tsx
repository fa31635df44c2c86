import { Alert, Button, Group, Stack, Text } from '@mantine/core'
import type { ConsentFinished } from '@stepkey/shared/consent'
import { languageOf } from '@stepkey/shared/languages'
import { IconAlertTriangle, IconPlugConnectedX, IconUsers } from '@tabler/icons-react'
import { useLocale, useTranslations } from 'use-intl'

const readable = {
  title: { color: 'var(--mantine-color-text)' },
  message: { color: 'var(--mantine-color-text)' },
}

type Refusal = Extract<ConsentFinished, { outcome: 'refused' }>

interface RefusedPanelProps {
  refusal: Refusal
  /** Whether the form of the input is still there. */
  isInputKept?: boolean
}

/** Shows why no access was granted. A user who denied access sees a neutral message, not an error. */
export function RefusedPanel({ refusal, isInputKept = true }: RefusedPanelProps) {
  const t = useTranslations('consent')
  const { reason } = refusal
  const isFailure = reason === 'failed'
  return (
    <Alert
      color={isFailure ? 'amber' : 'gray'}
      title={t(isFailure ? 'couldNotConnect' : 'notConnected')}
      icon={isFailure ? <IconAlertTriangle aria-hidden /> : <IconPlugConnectedX aria-hidden />}
      role={isFailure ? 'alert' : 'group'}
      styles={readable}
    >
      <Stack gap={6}>
        <RefusalText refusal={refusal} />
        <Text size="sm">{t(isInputKept ? 'inputKept' : 'inputNotKept')}</Text>
      </Stack>
    </Alert>
  )
}

/** The reason of a refusal. In other languages, the message of the API follows, which names the provider’s reason. */
function RefusalText({ refusal: { reason, message, advice } }: { refusal: Refusal }) {
  const t = useTranslations('consent')
  const original = (
    <>
      <span>{message}</span>
      {advice && <span>{advice}</span>}
    </>
  )
  if (languageOf(useLocale()) === 'en') return original
  return (
    <>
      <span>{t(reason)}</span>
      {reason === 'failed' ? (
        <Text span size="sm" lang="en">
          {[message, advice].filter(Boolean).join(' ')}
        </Text>
      ) : (
        <span>{t(`${reason}Advice`)}</span>
      )}
    </>
  )
}

interface OtherAccountPanelProps {
  before: string
  now: string
  onUse(): void
  /** Absent if the user entered the values instead of connecting. */
  onConnectAgain?(): void
  onKeep(): void
}

/** Asks before a credential changes to another account, because flows would act as that account. */
export function OtherAccountPanel({ before, now, onUse, onConnectAgain, onKeep }: OtherAccountPanelProps) {
  const t = useTranslations('consent')
  return (
    <Alert
      color="amber"
      title={t('otherAccount')}
      icon={<IconUsers aria-hidden />}
      role="alert"
      styles={readable}
    >
      <Stack gap="sm">
        <span>{t('otherAccountText', { before, now })}</span>
        <Group gap="xs">
          <Button onClick={onUse}>{t('useAccount', { account: now })}</Button>
          {onConnectAgain && (
            <Button variant="default" onClick={onConnectAgain}>
              {t('connectOther')}
            </Button>
          )}
          <Button variant="subtle" color="gray" c="var(--mantine-color-text)" onClick={onKeep}>
            {t('keepAccount', { account: before })}
          </Button>
        </Group>
      </Stack>
    </Alert>
  )
}
