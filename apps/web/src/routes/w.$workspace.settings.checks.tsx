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
  component: ScheduledVerificationPage,
  pendingComponent: () => <Skeleton height={240} radius="lg" />,
})

function ScheduledVerificationPage() {
  return (
    <>
      <PageTitle>Scheduled verification</PageTitle>
      <Section
        title="Scheduled verification"
        lead="Stepkey can verify the credentials of active flows on a schedule, so that you learn about a revoked one before a flow fails. A rejected credential is not verified again until you fix it. Stepkey backs off from providers that limit requests."
      >
        <ScheduleChoice />
      </Section>
    </>
  )
}
