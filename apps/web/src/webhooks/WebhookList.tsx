import { Text } from '@mantine/core'
import type { Webhook } from '@stepkey/shared/webhook'
import { useWorkspaceId } from '../place.ts'
import { ButtonLink } from '../ui/links.tsx'
import { Row, RowList } from '../ui/RowList.tsx'
import { eventsInWords } from './eventWords.ts'
import { WebhookState } from './WebhookState.tsx'

/** The webhooks of the workspace: whom each tells, of what, and how that goes. */
export function WebhookList({ webhooks }: { webhooks: readonly Webhook[] }) {
  const workspace = useWorkspaceId()
  return (
    <RowList label="Webhooks">
      {webhooks.map((webhook) => (
        <Row
          key={webhook.id}
          actions={
            <ButtonLink
              to="/w/$workspace/settings/webhooks/$webhook"
              params={{ workspace, webhook: webhook.id }}
              variant="default"
              size="xs"
              aria-label={`Open ${webhook.name}`}
            >
              Open
            </ButtonLink>
          }
        >
          <Text fw={600}>{webhook.name}</Text>
          <Text size="sm">{webhook.url}</Text>
          <Text size="sm" c="dimmed">
            {eventsInWords(webhook.events)}
          </Text>
          <WebhookState webhook={webhook} />
        </Row>
      ))}
    </RowList>
  )
}
