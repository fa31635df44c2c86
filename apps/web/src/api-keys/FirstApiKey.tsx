import { Button, Paper, Stack, Text, Title } from '@mantine/core'

/** What a workspace without API keys shows: what one is for. */
export function FirstApiKey({ onCreate }: { onCreate(): void }) {
  return (
    <Paper withBorder radius="lg" p={{ base: 'lg', sm: 32 }}>
      <Stack gap="lg" align="flex-start">
        <Stack gap={6}>
          <Title order={2}>No API keys yet</Title>
          <Text c="dimmed" maw={560}>
            With an API key a program works in this workspace: a flow engine gets the credential for the step
            that it runs, a tool of yours creates credentials or checks them every night. Each key has a name,
            may do only what you choose, and can be revoked at any time.
          </Text>
        </Stack>
        <Button onClick={onCreate}>Create API key</Button>
      </Stack>
    </Paper>
  )
}
