import { Stack, Text } from '@mantine/core'
import { CodeExample } from '../../ui/layout/CodeExample.tsx'
import { Section } from '../../ui/layout/Section.tsx'

/** How a program uses a key, with the address of this very Stepkey. */
export function ApiKeyUsage() {
  const example = [
    'curl -X POST \\',
    `  ${location.origin}/api/v1/flows/{flowId}/steps/{stepId}/credential \\`,
    '  -H "Authorization: Bearer $STEPKEY_KEY"',
  ].join('\n')
  return (
    <Section
      title="How a program uses a key"
      lead="It sends the key with each request. A flow engine, for example, gets the credential for a step like this:"
    >
      <Stack gap="xs">
        <CodeExample label="Example request">{example}</CodeExample>
        <Text size="sm" c="dimmed">
          This needs a key that may issue credentials, and the flow has to be active. Keep the key itself in
          your program’s environment, here as STEPKEY_KEY, and never in its source.
        </Text>
      </Stack>
    </Section>
  )
}
