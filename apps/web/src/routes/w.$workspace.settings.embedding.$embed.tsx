import { Skeleton } from '@mantine/core'
import { useSuspenseQuery } from '@tanstack/react-query'
import { createFileRoute } from '@tanstack/react-router'
import { EditBranding } from '../features/branding/EditBranding.tsx'
import { NotFound } from '../shell/NotFound.tsx'
import { PageError } from '../shell/PageError.tsx'
import { BackLink } from '../ui/layout/BackLink.tsx'
import { PageTitle } from '../ui/layout/PageTitle.tsx'
import { Section } from '../ui/layout/Section.tsx'
import { isolated } from '../ui/text/isolated.ts'
import { requireMay } from '../workspace/requireMay.ts'
import { useApi } from '../workspace/useApi.ts'

export const Route = createFileRoute('/w/$workspace/settings/embedding/$embed')({
  loader: ({ context: { queryClient, api, workspace } }) => {
    requireMay(workspace, 'keys')
    return queryClient.ensureQueryData(api.trpc.embeds.list.queryOptions())
  },
  notFoundComponent: (props) => <NotFound {...props} order={2} />,
  errorComponent: ({ error }) => <PageError error={error} order={2} />,
  component: BrandingPage,
  pendingComponent: () => <Skeleton height={320} radius="lg" />,
})

function BrandingPage() {
  const { trpc } = useApi()
  const { workspace, embed: embedId } = Route.useParams()
  const { data: embeds } = useSuspenseQuery(trpc.embeds.list.queryOptions())
  const embed = embeds.find(({ id }) => id === embedId)
  if (!embed) return <NotFound order={2} />
  const title = `Branding of “${isolated(embed.name)}”`
  return (
    <>
      <PageTitle>{title}</PageTitle>
      <BackLink to="/w/$workspace/settings/embedding" params={{ workspace }}>
        Embedding
      </BackLink>
      <Section
        title={title}
        lead="How the picker, and the pages of connect links and credential requests, look to people without an account."
      >
        <EditBranding key={embed.id} embed={embed} />
      </Section>
    </>
  )
}
