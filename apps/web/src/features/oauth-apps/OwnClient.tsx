import { Stack, Text } from '@mantine/core'
import { ownClientSteps } from '@stepkey/shared/auth/app-guide'
import { useTranslations } from 'use-intl'
import { CopyField } from '../../ui/inputs/CopyField.tsx'
import { AppGuideSteps } from './AppGuideSteps.tsx'

interface OwnClientProps {
  isNew: boolean
  /** Absent while the provider is unknown. */
  redirectUrl: string | undefined
  scopes: readonly string[]
}

/** Shows how to register the client of a credential that has its own, with a provider that the user enters. */
export function OwnClient({ isNew, redirectUrl, scopes }: OwnClientProps) {
  const t = useTranslations('form')
  if (redirectUrl === undefined) {
    return (
      <Text size="sm" c="dimmed">
        {t('redirectUrlLater')}
      </Text>
    )
  }
  if (!isNew) {
    return <CopyField label={t('redirectUrl')} value={redirectUrl} description={t('redirectUrlRegistered')} />
  }
  return (
    <Stack gap="xs">
      <Text size="sm" fw={600}>
        {t('registerClient')}
      </Text>
      <AppGuideSteps guide={{ steps: ownClientSteps }} redirectUrl={redirectUrl} scopes={scopes} />
    </Stack>
  )
}
