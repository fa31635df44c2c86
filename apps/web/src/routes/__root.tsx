import type { QueryClient } from '@tanstack/react-query'
import { createRootRouteWithContext, Outlet } from '@tanstack/react-router'
import type { SignInGate } from '../accounts/signInGate.ts'
import type { Api } from '../api.ts'
import { BarePage } from '../ui/BarePage.tsx'
import { NotFound } from '../ui/NotFound.tsx'
import { PageError } from '../ui/PageError.tsx'

interface RootContext {
  queryClient: QueryClient
  /** Asks without a workspace: about accounts only. */
  visitor: Api
  workspaceApi(workspaceId: string): Api
  signInGate: SignInGate
}

export const Route = createRootRouteWithContext<RootContext>()({
  component: Outlet,
  notFoundComponent: () => (
    <BarePage>
      <NotFound />
    </BarePage>
  ),
  errorComponent: ({ error }) => (
    <BarePage>
      <PageError error={error} />
    </BarePage>
  ),
})
