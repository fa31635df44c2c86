import { Stack, Text } from '@mantine/core'
import { ownClientSteps } from '@stepkey/shared/auth/app-guide'
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
  if (redirectUrl === undefined) {
    return (
      <Text size="sm" c="dimmed">
        When you have entered the provider, the redirect URL to register appears here.
      </Text>
    )
  }
  if (!isNew) {
    return (
      <CopyField label="Redirect URL" value={redirectUrl} description="It is registered with the provider." />
    )
  }
  return (
    <Stack gap="xs">
      <Text size="sm" fw={600}>
        Register Stepkey with the provider
      </Text>
      <AppGuideSteps guide={{ steps: ownClientSteps }} redirectUrl={redirectUrl} scopes={scopes} />
    </Stack>
  )
}
