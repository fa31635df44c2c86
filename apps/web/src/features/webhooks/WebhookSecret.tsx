import { Button, Stack, Text } from '@mantine/core'
import { OneTimeSecret } from '../../ui/feedback/OneTimeSecret.tsx'
import { CodeExample } from '../../ui/layout/CodeExample.tsx'

const example = [
  "import { Webhook } from 'standardwebhooks'",
  '',
  'const event = new Webhook(secret).verify(body, headers)',
].join('\n')

/** The secret of a webhook in the one moment in which it is shown, and what the receiver does with it. */
export function WebhookSecret({ secret, children, onClose }: SecretReadyProps) {
  return (
    <Stack gap="lg">
      <OneTimeSecret label="Signing secret" value={secret}>
        {children}
      </OneTimeSecret>
      <Stack gap="xs">
        <Text size="sm">
          Your program checks each event with it, by a library of Standard Webhooks. In JavaScript:
        </Text>
        <CodeExample label="Example of checking an event">{example}</CodeExample>
      </Stack>
      <Button variant="default" onClick={onClose} style={{ alignSelf: 'flex-end' }}>
        Done
      </Button>
    </Stack>
  )
}

interface SecretReadyProps {
  secret: string
  /** That it can't be shown again, and until when another one counts, too. */
  children: string
  onClose(): void
}
