import { Button, Group } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconMailQuestion, IconPlugConnected, IconPlus } from '@tabler/icons-react'
import { useSuspenseQuery } from '@tanstack/react-query'
import { createFileRoute } from '@tanstack/react-router'
import { ComponentIcon } from '../features/catalog/ComponentIcon.tsx'
import { CreateCredentialRequest } from '../features/credential-requests/CreateCredentialRequest.tsx'
import { OpenCredentialRequests } from '../features/credential-requests/OpenCredentialRequests.tsx'
import { useCredentialRequests } from '../features/credential-requests/useCredentialRequests.ts'
import { CredentialList } from '../features/credentials/CredentialList.tsx'
import { credentialPages } from '../features/credentials/credentialPages.ts'
import { DeletedLink } from '../features/credentials/DeletedLink.tsx'
import { SavedCredential } from '../features/credentials/SavedCredential.tsx'
import { SearchBox } from '../ui/inputs/SearchBox.tsx'
import { searchParams } from '../ui/inputs/searchParams.ts'
import { BackLink } from '../ui/layout/BackLink.tsx'
import { ButtonLink } from '../ui/layout/links.tsx'
import { Page } from '../ui/layout/Page.tsx'
import { PageSkeleton } from '../ui/layout/PageSkeleton.tsx'
import { useMay } from '../workspace/access.ts'
import { useApi } from '../workspace/useApi.ts'

export const Route = createFileRoute('/w/$workspace/credentials/$component/')({
  validateSearch: ({ saved, ...params }: Record<string, unknown>): { saved?: string; search?: string } => ({
    ...searchParams(params),
    ...(typeof saved === 'string' && { saved }),
  }),
  loader: ({ context: { queryClient, api }, params: { component } }) =>
    queryClient.ensureInfiniteQueryData(credentialPages(api.trpc, { componentId: component })),
  component: ComponentPage,
  pendingComponent: () => <PageSkeleton heading="Component" />,
})

function ComponentPage() {
  const { workspace, component: componentId } = Route.useParams()
  const { saved, search = '' } = Route.useSearch()
  const navigate = Route.useNavigate()
  const { trpc } = useApi()
  const mayCreate = useMay('write')
  const { data: component } = useSuspenseQuery(trpc.components.get.queryOptions({ componentId }))
  const [isRequesting, { open, close }] = useDisclosure()
  const requests = useCredentialRequests(componentId)
  return (
    <Page
      title={component.title}
      lead={component.description}
      icon={<ComponentIcon component={component} size={48} />}
      back={
        <BackLink to="/w/$workspace/credentials" params={{ workspace }}>
          Credentials
        </BackLink>
      }
      actions={
        Object.values(component.methods).some(({ needsApp }) => needsApp) && (
          <ButtonLink
            to="/w/$workspace/credentials/$component/apps"
            params={{ workspace, component: componentId }}
            variant="default"
            leftSection={<IconPlugConnected size={16} aria-hidden />}
          >
            OAuth apps
          </ButtonLink>
        )
      }
    >
      {saved && (
        <SavedCredential credentialId={saved} onClose={() => navigate({ search: {}, replace: true })} />
      )}
      {(component.credentialCount > 1 || search !== '') && (
        <SearchBox
          label="Search credentials by name"
          isMain
          initial={search}
          onSearch={(next) => navigate({ search: { search: next || undefined }, replace: true })}
        />
      )}
      <CredentialList component={component} search={search} fulfilledRequests={requests.fulfilledRequests} />
      {mayCreate && (
        <Group gap="sm">
          <ButtonLink
            to="/w/$workspace/credentials/$component/new"
            params={{ workspace, component: componentId }}
            leftSection={<IconPlus size={16} aria-hidden />}
          >
            Create credential
          </ButtonLink>
          {/* Methods with consent in the browser require a signed-in user. */}
          {Object.values(component.methods).some(({ consent }) => !consent) && (
            <Button variant="default" onClick={open} leftSection={<IconMailQuestion size={16} aria-hidden />}>
              Request credential
            </Button>
          )}
        </Group>
      )}
      <OpenCredentialRequests requests={requests.open} />
      <DeletedLink search={component.title} />
      {isRequesting && <CreateCredentialRequest component={component} onClose={close} />}
    </Page>
  )
}
