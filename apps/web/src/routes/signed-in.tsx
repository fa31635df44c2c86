import { Stack, Text, Title } from '@mantine/core'
import { createFileRoute } from '@tanstack/react-router'
import { PageTitle } from '../ui/layout/PageTitle.tsx'
import { StandalonePage } from '../ui/layout/StandalonePage.tsx'

/** Shown after single sign-on in a new tab, while the original tab waits for the session. */
export const Route = createFileRoute('/signed-in')({
  component: () => (
    <StandalonePage>
      <PageTitle>Signed in</PageTitle>
      <Stack gap="xs">
        <Title order={1}>You are signed in again</Title>
        <Text c="dimmed">Go back to the tab that you came from. You can close this one.</Text>
      </Stack>
    </StandalonePage>
  ),
})
