import { Stack, Text } from '@mantine/core'
import { CodeExample } from '../../ui/layout/CodeExample.tsx'
import { Section } from '../../ui/layout/Section.tsx'

/** Shows an example request with an API key and the URL of this installation. */
export function ApiKeyUsage() {
  const example = [
    'curl -X POST \\',
    `  ${location.origin}/api/v1/flows/{flowId}/steps/{stepId}/credential \\`,
    '  -H "Authorization: Bearer $STEPKEY_API_KEY"',
  ].join('\n')
  return (
    <Section
      title="How to use an API key"
      lead="Send the key with each request. For example, a flow engine gets the credential of a step like this:"
    >
      <Stack gap="xs">
        <CodeExample label="Example request">{example}</CodeExample>
        <Text size="sm" c="dimmed">
          The key needs the permission to issue credentials, and the flow must be active. Store the key in an
          environment variable, here STEPKEY_API_KEY, never in source code.
        </Text>
      </Stack>
    </Section>
  )
}
