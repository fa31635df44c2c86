import type { QueryClient } from '@tanstack/react-query'
import { createRootRouteWithContext, Outlet } from '@tanstack/react-router'
import type { Api } from '../api/api.ts'
import type { SignInGate } from '../api/signInGate.ts'

interface RootContext {
  queryClient: QueryClient
  /** The API client without a workspace, for accounts. */
  visitor: Api
  workspaceApi(workspaceId: string): Api
  signInGate: SignInGate
}

export const Route = createRootRouteWithContext<RootContext>()({
  component: Outlet,
})
