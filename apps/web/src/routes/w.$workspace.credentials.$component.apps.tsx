import { Anchor, Button, Skeleton, Stack, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { appMethodOf } from '@stepkey/shared/auth/app-guide'
import { IconExternalLink, IconPlus } from '@tabler/icons-react'
import { useSuspenseQuery } from '@tanstack/react-query'
import { createFileRoute, notFound } from '@tanstack/react-router'
import { ComponentIcon } from '../features/catalog/ComponentIcon.tsx'
import { componentDefinition } from '../features/catalog/componentDefinition.ts'
import { AddOAuthApp } from '../features/oauth-apps/AddOAuthApp.tsx'
import { OAuthAppList } from '../features/oauth-apps/OAuthAppList.tsx'
import { NotFound } from '../shell/NotFound.tsx'
import { CopyField } from '../ui/inputs/CopyField.tsx'
import { BackLink } from '../ui/layout/BackLink.tsx'
import { Page } from '../ui/layout/Page.tsx'
import { PageSkeleton } from '../ui/layout/PageSkeleton.tsx'
import { useMay } from '../workspace/access.ts'
import { useApi } from '../workspace/useApi.ts'

export const Route = createFileRoute('/w/$workspace/credentials/$component/apps')({
  loader: async ({ context: { queryClient, api }, params: { component: componentId } }) => {
    const [component] = await Promise.all([
      queryClient.ensureQueryData(componentDefinition(api, componentId)),
      queryClient.ensureQueryData(api.trpc.oauthApps.list.queryOptions({ componentId })),
    ])
    if (!component || !appMethodOf(component)) throw notFound()
  },
  notFoundComponent: NotFound,
  component: OAuthAppsPage,
  pendingComponent: () => (
    <PageSkeleton heading="OAuth apps">
      <Skeleton height={180} radius="lg" />
    </PageSkeleton>
  ),
})

function OAuthAppsPage() {
  const { workspace, component: componentId } = Route.useParams()
  const api = useApi()
  const { trpc } = api
  const mayAdd = useMay('write')
  const { data: component } = useSuspenseQuery(componentDefinition(api, componentId))
  const { data: apps } = useSuspenseQuery(trpc.oauthApps.list.queryOptions({ componentId }))
  const [isAdding, { open, close }] = useDisclosure()
  if (!component) throw notFound()
  const { title } = component
  const isEmpty = apps.items.length === 0
  const hasOwnRedirect = apps.items.some(({ redirectUri }) => redirectUri !== apps.redirectUri)
  return (
    <Page
      title={`OAuth apps for ${title}`}
      lead={`An OAuth app registers this Stepkey with ${title}. Credentials are connected with it.`}
      icon={<ComponentIcon component={component} size={48} />}
      back={
        <BackLink to="/w/$workspace/credentials/$component" params={{ workspace, component: componentId }}>
          {title}
        </BackLink>
      }
    >
      <Stack maw={620}>
        <CopyField
          label="Redirect URL"
          value={apps.redirectUri}
          description={`Register this URL with every app${hasOwnRedirect ? ' without a redirect URL on your domain' : ''}. ${title} redirects users to it.`}
        />
        <Text size="sm" c="dimmed">
          {isEmpty &&
            `There are no OAuth apps yet. ${mayAdd ? `Choose Add OAuth app: it shows the steps at ${title}. ` : 'Ask an owner, admin or editor of this workspace to add one. '}`}
          <Anchor href={component.docsUrl} target="_blank" rel="noreferrer" inherit underline="always">
            {title} documentation
            <IconExternalLink
              size={13}
              aria-label="in a new tab"
              style={{ marginLeft: 3, verticalAlign: -1 }}
            />
          </Anchor>
        </Text>
      </Stack>
      {!isEmpty && <OAuthAppList apps={apps} provider={title} />}
      {mayAdd && (
        <Button
          onClick={open}
          leftSection={<IconPlus size={16} aria-hidden />}
          style={{ alignSelf: 'flex-start' }}
        >
          Add OAuth app
        </Button>
      )}
      {isAdding && <AddOAuthApp component={component} apps={apps} onClose={close} />}
    </Page>
  )
}
