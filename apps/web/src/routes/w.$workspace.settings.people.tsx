import { useSuspenseQuery } from '@tanstack/react-query'
import { createFileRoute, notFound } from '@tanstack/react-router'
import { mayIn, useMay } from '../access.ts'
import { useApi } from '../api.ts'
import { Invitations } from '../people/Invitations.tsx'
import { MemberList } from '../people/MemberList.tsx'
import { OrganizationActions } from '../people/OrganizationActions.tsx'
import { useWorkspace } from '../place.ts'
import { Section } from '../settings/Section.tsx'
import { NotFound } from '../ui/NotFound.tsx'
import { PageError } from '../ui/PageError.tsx'
import { PageTitle } from '../ui/PageTitle.tsx'
import { RowListSkeleton } from '../ui/RowList.tsx'

export const Route = createFileRoute('/w/$workspace/settings/people')({
  loader: ({ context: { queryClient, api, workspace } }) => {
    // A personal workspace belongs to one person for good.
    if (workspace.kind === 'personal') throw notFound()
    return Promise.all([
      queryClient.ensureQueryData(api.trpc.members.list.queryOptions()),
      mayIn(workspace, 'members') && queryClient.ensureQueryData(api.trpc.invitations.list.queryOptions()),
    ])
  },
  notFoundComponent: (props) => <NotFound {...props} order={2} />,
  errorComponent: ({ error }) => <PageError error={error} order={2} />,
  component: PeoplePage,
  pendingComponent: () => <RowListSkeleton />,
})

function PeoplePage() {
  const { trpc } = useApi()
  const { name } = useWorkspace()
  const mayManage = useMay('members')
  const { data: members } = useSuspenseQuery(trpc.members.list.queryOptions())
  return (
    <>
      <PageTitle>People</PageTitle>
      <Section
        title={`Members of ${name}`}
        lead={
          mayManage
            ? 'A new role takes effect at once.'
            : 'The owner and the admins invite people and give them their roles.'
        }
      >
        <MemberList members={members} />
      </Section>
      {mayManage && <Invitations />}
      <OrganizationActions members={members} />
    </>
  )
}
