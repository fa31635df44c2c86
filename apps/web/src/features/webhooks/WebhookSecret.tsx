import { Button, Stack, Text } from '@mantine/core'
import { OneTimeSecret } from '../../ui/feedback/OneTimeSecret.tsx'
import { CodeExample } from '../../ui/layout/CodeExample.tsx'

const example = [
  "import { Webhook } from 'standardwebhooks'",
  '',
  'const event = new Webhook(secret).verify(body, headers)',
].join('\n')

/** Shows the secret of a webhook once, and how the receiver verifies events with it. */
export function WebhookSecret({ secret, children, onClose }: WebhookSecretProps) {
  return (
    <Stack gap="lg">
      <OneTimeSecret label="Signing secret" value={secret}>
        {children}
      </OneTimeSecret>
      <Stack gap="xs">
        <Text size="sm">
          Verify each event with this secret and a Standard Webhooks library. In JavaScript:
        </Text>
        <CodeExample label="Example of verifying an event">{example}</CodeExample>
      </Stack>
      <Button variant="default" onClick={onClose} style={{ alignSelf: 'flex-end' }}>
        Done
      </Button>
    </Stack>
  )
}

interface WebhookSecretProps {
  secret: string
  /** A note that the secret is shown once, and how long the old one stays valid. */
  children: string
  onClose(): void
}
