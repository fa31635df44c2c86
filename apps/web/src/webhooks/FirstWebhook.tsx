import { Button, Paper, Stack, Text, Title } from '@mantine/core'

/** What a workspace without webhooks shows: what one is for. */
export function FirstWebhook({ onCreate }: { onCreate(): void }) {
  return (
    <Paper withBorder radius="lg" p={{ base: 'lg', sm: 32 }}>
      <Stack gap="lg" align="flex-start">
        <Stack gap={6}>
          <Title order={2}>No webhooks yet</Title>
          <Text c="dimmed" maw={560}>
            A webhook tells a program of yours when something happens here: that a credential has begun to
            fail and which flows it touches, that one ends next week, that a flow could not be activated. So
            you hear of it before your customers do. What is sent is signed, and holds no secret.
          </Text>
        </Stack>
        <Button onClick={onCreate}>Add webhook</Button>
      </Stack>
    </Paper>
  )
}
