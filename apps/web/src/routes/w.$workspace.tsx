import { permissionsOfRole } from '@stepkey/shared/permissions'
import { createFileRoute, notFound, Outlet, redirect } from '@tanstack/react-router'
import { useMemo } from 'react'
import { codeOf } from '../api/api.ts'
import { PasswordGateProvider } from '../features/accounts/PasswordGateProvider.tsx'
import { SessionExpired } from '../features/accounts/SessionExpired.tsx'
import { NotFound } from '../shell/NotFound.tsx'
import { PagePending } from '../shell/PagePending.tsx'
import { Shell } from '../shell/Shell.tsx'
import { LeaveGuard } from '../ui/dialog/LeaveGuard.tsx'
import { WorkspaceScopeContext } from '../workspace/workspaceScope.ts'

export const Route = createFileRoute('/w/$workspace')({
  beforeLoad: async ({ context: { visitor, queryClient, workspaceApi }, params, location }) => {
    const me = await queryClient
      .ensureQueryData({ ...visitor.trpc.accounts.me.queryOptions(), revalidateIfStale: true })
      .catch((error: unknown) => {
        if (codeOf(error) !== 'unauthorized') throw error
        throw redirect({ to: '/sign-in', search: { redirect: location.href } })
      })
    const workspace = me.workspaces.find(({ id }) => id === params.workspace)
    if (!workspace) throw notFound()
    return { api: workspaceApi(workspace.id), me, workspace }
  },
  component: WorkspacePages,
  notFoundComponent: NotFound,
  pendingComponent: PagePending,
})

function WorkspacePages() {
  const { api, me, workspace } = Route.useRouteContext()
  const scope = useMemo(
    () => ({
      api,
      permissions: permissionsOfRole[workspace.role],
      member: { account: me.account, workspace },
    }),
    [api, me, workspace],
  )
  return (
    <WorkspaceScopeContext value={scope}>
      <PasswordGateProvider>
        <LeaveGuard>
          <Shell me={me} workspace={workspace}>
            {/* The key resets the state of pages when the workspace changes. */}
            <Outlet key={workspace.id} />
          </Shell>
        </LeaveGuard>
        <SessionExpired />
      </PasswordGateProvider>
    </WorkspaceScopeContext>
  )
}
