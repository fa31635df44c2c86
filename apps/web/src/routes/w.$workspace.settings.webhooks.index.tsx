import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconPlus } from '@tabler/icons-react'
import { useSuspenseQuery } from '@tanstack/react-query'
import { createFileRoute } from '@tanstack/react-router'
import { useApi } from '../api.ts'
import { requireMay } from '../requireMay.ts'
import { Section } from '../settings/Section.tsx'
import { NotFound } from '../ui/NotFound.tsx'
import { PageError } from '../ui/PageError.tsx'
import { PageTitle } from '../ui/PageTitle.tsx'
import { RowListSkeleton } from '../ui/RowList.tsx'
import { AddWebhook } from '../webhooks/AddWebhook.tsx'
import { FirstWebhook } from '../webhooks/FirstWebhook.tsx'
import { WebhookList } from '../webhooks/WebhookList.tsx'

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
          lead="Programs of yours that are told when something happens here. What is sent is signed, and holds no secret."
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
