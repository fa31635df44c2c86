import { useSuspenseQuery } from '@tanstack/react-query'
import { createFileRoute, notFound } from '@tanstack/react-router'
import { Invitations } from '../features/people/Invitations.tsx'
import { MemberList } from '../features/people/MemberList.tsx'
import { OrganizationActions } from '../features/people/OrganizationActions.tsx'
import { NotFound } from '../shell/NotFound.tsx'
import { PageError } from '../shell/PageError.tsx'
import { PageTitle } from '../ui/layout/PageTitle.tsx'
import { RowListSkeleton } from '../ui/layout/RowList.tsx'
import { Section } from '../ui/layout/Section.tsx'
import { isolated } from '../ui/text/isolated.ts'
import { mayIn, useMay } from '../workspace/access.ts'
import { useApi } from '../workspace/useApi.ts'
import { useWorkspace } from '../workspace/workspaceScope.ts'

export const Route = createFileRoute('/w/$workspace/settings/people')({
  loader: ({ context: { queryClient, api, workspace } }) => {
    // Personal workspaces have no members.
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
        title={`Members of ${isolated(name)}`}
        lead={
          mayManage
            ? 'A new role takes effect immediately.'
            : 'The owner and the admins manage members and their roles.'
        }
      >
        <MemberList members={members} />
      </Section>
      {mayManage && <Invitations />}
      <OrganizationActions members={members} />
    </>
  )
}
