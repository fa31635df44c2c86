import type { QueryClient } from '@tanstack/react-query'
import { createRootRouteWithContext, Outlet } from '@tanstack/react-router'
import type { Api } from '../api.ts'

interface RootContext {
  queryClient: QueryClient
  /** Asks without a workspace: about accounts only. */
  visitor: Api
  workspaceApi(workspaceId: string): Api
}

export const Route = createRootRouteWithContext<RootContext>()({ component: Outlet })
