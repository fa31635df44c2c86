import { Stack, Text } from '@mantine/core'
import type { Embed } from '@stepkey/shared/connect'
import { CodeExample } from '../../ui/layout/CodeExample.tsx'
import { Section } from '../../ui/layout/Section.tsx'

/** Shows example code for the server and the page, with the URL of this Stepkey and the id of the first embed. */
export function EmbedInstructions({ embed }: { embed: Embed | undefined }) {
  const { origin } = location
  const embedId = embed?.id ?? '{embedId}'
  const onServer = `curl -X POST ${origin}/api/v1/connect-sessions \\
  -H "Authorization: Bearer $STEPKEY_API_KEY" -H "Content-Type: application/json" \\
  -d '{"embedId": "${embedId}", "owner": "org_42", "componentIds": ["petstore"],
       "bindTo": {"flowId": "…", "stepId": "…"}, "actions": ["choose", "create"]}'`
  const onPage = `<iframe id="picker" title="Credential" src="${origin}/embed/picker?embed=${embedId}"></iframe>
<script type="module">
  const frame = document.getElementById('picker')
  addEventListener('message', async ({ source, origin, data }) => {
    if (source !== frame.contentWindow || origin !== '${origin}') return
    if (data.type === 'stepkey:ready' || data.type === 'stepkey:expired') {
      const { token } = await yourServer.connectToken()
      frame.contentWindow.postMessage({ type: 'stepkey:start', token }, '${origin}')
    }
    if (data.type === 'stepkey:height') frame.style.height = \`\${data.height}px\`
    if (data.type === 'stepkey:selected' || data.type === 'stepkey:created') use(data.credentialId)
  })
</script>`
  return (
    <Section
      title="How to embed the picker"
      lead="Your server creates a connect session for one customer, with an API key that may do that. Your page passes its token to the frame."
    >
      <Stack gap="xs">
        <CodeExample label="On your server">{onServer}</CodeExample>
        <CodeExample label="On your page">{onPage}</CodeExample>
        <Text size="sm" c="dimmed">
          The token is valid for 15 minutes, for the credentials of this owner, this component and this step
          only. Without “bindTo”, your page decides what to do with the id of the credential. The answer also
          has a “connectLink”, a page for the same, for e-mail and chat. A “locale” of the session decides the
          language, and Branding how the picker looks; the start message can replace both.
        </Text>
      </Stack>
    </Section>
  )
}
