import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconPlus } from '@tabler/icons-react'
import { useSuspenseQuery } from '@tanstack/react-query'
import { createFileRoute } from '@tanstack/react-router'
import { AddWebhook } from '../features/webhooks/AddWebhook.tsx'
import { FirstWebhook } from '../features/webhooks/FirstWebhook.tsx'
import { WebhookList } from '../features/webhooks/WebhookList.tsx'
import { NotFound } from '../shell/NotFound.tsx'
import { PageError } from '../shell/PageError.tsx'
import { PageTitle } from '../ui/layout/PageTitle.tsx'
import { RowListSkeleton } from '../ui/layout/RowList.tsx'
import { Section } from '../ui/layout/Section.tsx'
import { requireMay } from '../workspace/requireMay.ts'
import { useApi } from '../workspace/useApi.ts'

export const Route = createFileRoute('/w/$workspace/settings/webhooks/')({
  loader: ({ context: { queryClient, api, workspace } }) => {
    requireMay(workspace, 'webhooks')
    return queryClient.ensureQueryData(api.trpc.webhooks.list.queryOptions())
  },
  notFoundComponent: (props) => <NotFound {...props} order={2} />,
  errorComponent: ({ error }) => <PageError error={error} order={2} />,
  component: WebhooksPage,
  pendingComponent: () => <RowListSkeleton />,
})

function WebhooksPage() {
  const { trpc } = useApi()
  const { data: webhooks } = useSuspenseQuery(trpc.webhooks.list.queryOptions())
  const [isAdding, { open, close }] = useDisclosure()
  return (
    <>
      <PageTitle>Webhooks</PageTitle>
      {webhooks.length === 0 ? (
        <FirstWebhook onCreate={open} />
      ) : (
        <Section
          title="Webhooks"
          lead="Webhooks notify your own programs of events. Events are signed and contain no secrets."
          actions={
            <Button onClick={open} leftSection={<IconPlus size={16} aria-hidden />}>
              Add webhook
            </Button>
          }
        >
          <WebhookList webhooks={webhooks} />
        </Section>
      )}
      {isAdding && <AddWebhook onClose={close} />}
    </>
  )
}
