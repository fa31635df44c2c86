import { Skeleton, Stack } from '@mantine/core'
import { createFileRoute } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { ChatChannels } from '../features/notices/ChatChannels.tsx'
import { MyNotices } from '../features/notices/MyNotices.tsx'
import { NotFound } from '../shell/NotFound.tsx'
import { PageError } from '../shell/PageError.tsx'
import { PageTitle } from '../ui/layout/PageTitle.tsx'
import { RowListSkeleton } from '../ui/layout/RowList.tsx'
import { Section } from '../ui/layout/Section.tsx'
import { mayIn, useMay } from '../workspace/access.ts'

export const Route = createFileRoute('/w/$workspace/settings/notices')({
  loader: ({ context: { queryClient, api, workspace } }) =>
    Promise.all([
      queryClient.ensureQueryData(api.trpc.notices.get.queryOptions()),
      ...(mayIn(workspace, 'webhooks')
        ? [queryClient.ensureQueryData(api.trpc.chatChannels.list.queryOptions())]
        : []),
    ]),
  notFoundComponent: (props) => <NotFound {...props} order={2} />,
  errorComponent: ({ error }) => <PageError error={error} order={2} />,
  component: NoticesPage,
  pendingComponent: () => (
    <Stack gap="xl">
      <NoticesSection>
        <Skeleton height={280} radius="lg" aria-hidden />
      </NoticesSection>
      <RowListSkeleton />
    </Stack>
  ),
})

function NoticesPage() {
  const mayManageChannels = useMay('webhooks')
  return (
    <Stack gap="xl">
      <PageTitle>Notices</PageTitle>
      <NoticesSection>
        <MyNotices />
      </NoticesSection>
      {mayManageChannels && <ChatChannels />}
    </Stack>
  )
}

const NoticesSection = ({ children }: { children: ReactNode }) => (
  <Section
    title="Notices"
    lead="Stepkey tells you when credentials of this workspace need attention. The links in a message lead to the repair."
  >
    {children}
  </Section>
)
