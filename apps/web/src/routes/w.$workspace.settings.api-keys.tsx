import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconPlus } from '@tabler/icons-react'
import { useSuspenseQuery } from '@tanstack/react-query'
import { createFileRoute } from '@tanstack/react-router'
import { ApiKeyList } from '../features/api-keys/ApiKeyList.tsx'
import { ApiKeyUsage } from '../features/api-keys/ApiKeyUsage.tsx'
import { CreateApiKey } from '../features/api-keys/CreateApiKey.tsx'
import { FirstApiKey } from '../features/api-keys/FirstApiKey.tsx'
import { NotFound } from '../shell/NotFound.tsx'
import { PageError } from '../shell/PageError.tsx'
import { PageTitle } from '../ui/layout/PageTitle.tsx'
import { RowListSkeleton } from '../ui/layout/RowList.tsx'
import { Section } from '../ui/layout/Section.tsx'
import { requireMay } from '../workspace/requireMay.ts'
import { useApi } from '../workspace/useApi.ts'

export const Route = createFileRoute('/w/$workspace/settings/api-keys')({
  loader: ({ context: { queryClient, api, workspace } }) => {
    requireMay(workspace, 'keys')
    return queryClient.ensureQueryData(api.trpc.apiKeys.list.queryOptions())
  },
  notFoundComponent: (props) => <NotFound {...props} order={2} />,
  errorComponent: ({ error }) => <PageError error={error} order={2} />,
  component: ApiKeysPage,
  pendingComponent: () => <RowListSkeleton />,
})

function ApiKeysPage() {
  const { trpc } = useApi()
  const { data: apiKeys } = useSuspenseQuery(trpc.apiKeys.list.queryOptions())
  const [isCreating, { open, close }] = useDisclosure()
  return (
    <>
      <PageTitle>API keys</PageTitle>
      {apiKeys.length === 0 ? (
        <FirstApiKey onCreate={open} />
      ) : (
        <Section
          title="API keys"
          lead="API keys let programs work in this workspace, as far as their permissions allow."
          actions={
            <Button onClick={open} leftSection={<IconPlus size={16} aria-hidden />}>
              Create API key
            </Button>
          }
        >
          <ApiKeyList apiKeys={apiKeys} />
        </Section>
      )}
      <ApiKeyUsage />
      {isCreating && <CreateApiKey onClose={close} />}
    </>
  )
}
