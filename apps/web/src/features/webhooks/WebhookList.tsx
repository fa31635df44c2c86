import { Text } from '@mantine/core'
import type { Webhook } from '@stepkey/shared/webhook'
import { ButtonLink } from '../../ui/layout/links.tsx'
import { Row, RowList } from '../../ui/layout/RowList.tsx'
import { useWorkspaceId } from '../../workspace/workspaceScope.ts'
import { describeEvents } from './eventLabels.ts'
import { WebhookStatus } from './WebhookStatus.tsx'

/** Lists the webhooks of the workspace with their URL, events and status. */
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
          <Text fw={600}>
            <bdi>{webhook.name}</bdi>
          </Text>
          <Text size="sm">{webhook.url}</Text>
          <Text size="sm" c="dimmed">
            {describeEvents(webhook.events)}
          </Text>
          <WebhookStatus webhook={webhook} />
        </Row>
      ))}
    </RowList>
  )
}
