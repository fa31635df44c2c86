import { Skeleton, Stack, Text } from '@mantine/core'
import { useSuspenseQuery } from '@tanstack/react-query'
import { createFileRoute } from '@tanstack/react-router'
import { DeliveryLog } from '../features/webhooks/DeliveryLog.tsx'
import { deliveryPages } from '../features/webhooks/deliveryPages.ts'
import { describeEvents } from '../features/webhooks/eventLabels.ts'
import { WebhookActions } from '../features/webhooks/WebhookActions.tsx'
import { WebhookStatus } from '../features/webhooks/WebhookStatus.tsx'
import { NotFound } from '../shell/NotFound.tsx'
import { PageError } from '../shell/PageError.tsx'
import { BackLink } from '../ui/layout/BackLink.tsx'
import { PageTitle } from '../ui/layout/PageTitle.tsx'
import { Section } from '../ui/layout/Section.tsx'
import { Day } from '../ui/time/Day.tsx'
import { requireMay } from '../workspace/requireMay.ts'
import { useApi } from '../workspace/useApi.ts'

export const Route = createFileRoute('/w/$workspace/settings/webhooks/$webhook')({
  loader: ({ context: { queryClient, api, workspace }, params }) => {
    requireMay(workspace, 'webhooks')
    void queryClient.prefetchInfiniteQuery(deliveryPages(api.trpc, params.webhook))
    return queryClient.ensureQueryData(api.trpc.webhooks.list.queryOptions())
  },
  notFoundComponent: (props) => <NotFound {...props} order={2} />,
  errorComponent: ({ error }) => <PageError error={error} order={2} />,
  component: WebhookPage,
  pendingComponent: () => <Skeleton height={240} radius="lg" />,
})

function WebhookPage() {
  const { trpc } = useApi()
  const { workspace, webhook: webhookId } = Route.useParams()
  const { data: webhooks } = useSuspenseQuery({
    ...trpc.webhooks.list.queryOptions(),
    // The delivery status changes in the background.
    refetchInterval: 10_000,
  })
  const webhook = webhooks.find(({ id }) => id === webhookId)
  if (!webhook) return <NotFound order={2} />
  const { name, url, events, oldSecretUntil } = webhook
  return (
    <>
      <PageTitle>{name}</PageTitle>
      <BackLink to="/w/$workspace/settings/webhooks" params={{ workspace }}>
        Webhooks
      </BackLink>
      <Section title={name}>
        <Stack gap={4} style={{ overflowWrap: 'anywhere' }}>
          <Text>{url}</Text>
          <Text size="sm" c="dimmed">
            {describeEvents(events)}
          </Text>
          <WebhookStatus webhook={webhook} />
          {oldSecretUntil && (
            <Text size="sm" c="dimmed">
              Events are also signed with the old secret until <Day of={oldSecretUntil} />.
            </Text>
          )}
        </Stack>
        <WebhookActions webhook={webhook} />
      </Section>
      <DeliveryLog webhook={webhook} />
    </>
  )
}
