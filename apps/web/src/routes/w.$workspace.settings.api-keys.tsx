import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconPlus } from '@tabler/icons-react'
import { useSuspenseQuery } from '@tanstack/react-query'
import { createFileRoute } from '@tanstack/react-router'
import { useApi } from '../api.ts'
import { ApiKeyList } from '../api-keys/ApiKeyList.tsx'
import { CreateApiKey } from '../api-keys/CreateApiKey.tsx'
import { FirstApiKey } from '../api-keys/FirstApiKey.tsx'
import { UsingKeys } from '../api-keys/UsingKeys.tsx'
import { requireMay } from '../requireMay.ts'
import { Section } from '../settings/Section.tsx'
import { NotFound } from '../ui/NotFound.tsx'
import { PageError } from '../ui/PageError.tsx'
import { PageTitle } from '../ui/PageTitle.tsx'
import { RowListSkeleton } from '../ui/RowList.tsx'

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
          lead="With an API key a program works in this workspace, as far as its scopes allow."
          actions={
            <Button onClick={open} leftSection={<IconPlus size={16} aria-hidden />}>
              Create API key
            </Button>
          }
        >
          <ApiKeyList apiKeys={apiKeys} />
        </Section>
      )}
      <UsingKeys />
      {isCreating && <CreateApiKey onClose={close} />}
    </>
  )
}
