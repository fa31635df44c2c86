import { permissionsOfRole } from '@stepkey/shared/permissions'
import { createFileRoute, notFound, Outlet, redirect } from '@tanstack/react-router'
import { useMemo } from 'react'
import { PasswordGateProvider } from '../accounts/PasswordGateProvider.tsx'
import { SignInAgain } from '../accounts/SignInAgain.tsx'
import { codeOf } from '../api.ts'
import { PlaceContext } from '../place.ts'
import { BarePage } from '../ui/BarePage.tsx'
import { LeaveGuard } from '../ui/LeaveGuard.tsx'
import { PageError } from '../ui/PageError.tsx'
import { Shell } from '../ui/Shell.tsx'

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
  errorComponent: ({ error }) => (
    <BarePage>
      <PageError error={error} />
    </BarePage>
  ),
})

function WorkspacePages() {
  const { api, me, workspace } = Route.useRouteContext()
  const place = useMemo(
    () => ({
      api,
      permissions: permissionsOfRole[workspace.role],
      member: { account: me.account, workspace },
    }),
    [api, me, workspace],
  )
  return (
    <PlaceContext value={place}>
      <PasswordGateProvider>
        <LeaveGuard>
          <Shell me={me} workspace={workspace}>
            {/* What was typed or opened in one workspace must not show in the next. */}
            <Outlet key={workspace.id} />
          </Shell>
        </LeaveGuard>
        <SignInAgain />
      </PasswordGateProvider>
    </PlaceContext>
  )
}
