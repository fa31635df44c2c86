import { Skeleton } from '@mantine/core'
import { createFileRoute } from '@tanstack/react-router'
import { ScheduleChoice } from '../features/scheduled-verification/ScheduleChoice.tsx'
import { NotFound } from '../shell/NotFound.tsx'
import { PageError } from '../shell/PageError.tsx'
import { PageTitle } from '../ui/layout/PageTitle.tsx'
import { Section } from '../ui/layout/Section.tsx'
import { requireMay } from '../workspace/requireMay.ts'

export const Route = createFileRoute('/w/$workspace/settings/checks')({
  loader: ({ context: { queryClient, api, workspace } }) => {
    requireMay(workspace, 'members')
    return queryClient.ensureQueryData(api.trpc.workspaces.get.queryOptions())
  },
  notFoundComponent: (props) => <NotFound {...props} order={2} />,
  errorComponent: ({ error }) => <PageError error={error} order={2} />,
  component: ChecksPage,
  pendingComponent: () => <Skeleton height={240} radius="lg" />,
})

function ChecksPage() {
  return (
    <>
      <PageTitle>Regular checks</PageTitle>
      <Section
        title="Regular checks"
        lead="Stepkey can verify the credentials of active flows again by itself, so that you hear of one that was revoked before a flow breaks. One that is refused is asked about once, and then left alone until somebody mends it; an application that limits requests is left in peace."
      >
        <ScheduleChoice />
      </Section>
    </>
  )
}
