import type { QueryClient } from '@tanstack/react-query'
import { createRootRouteWithContext, Outlet } from '@tanstack/react-router'
import type { Api } from '../api/api.ts'
import type { SignInGate } from '../api/signInGate.ts'
import { NotFound } from '../shell/NotFound.tsx'
import { PageError } from '../shell/PageError.tsx'
import { StandalonePage } from '../ui/layout/StandalonePage.tsx'

interface RootContext {
  queryClient: QueryClient
  /** The API client without a workspace, for accounts. */
  visitor: Api
  workspaceApi(workspaceId: string): Api
  signInGate: SignInGate
}

export const Route = createRootRouteWithContext<RootContext>()({
  component: Outlet,
  notFoundComponent: () => (
    <StandalonePage>
      <NotFound />
    </StandalonePage>
  ),
  errorComponent: ({ error }) => (
    <StandalonePage>
      <PageError error={error} />
    </StandalonePage>
  ),
})
