import { createRouter } from '@tanstack/react-router'
import { type Api, createApi } from './api/api.ts'
import { createQueryClient } from './api/queryClient.ts'
import { createSignInGate } from './api/signInGate.ts'
import { routeTree } from './routeTree.gen.ts'
import { NotFound } from './shell/NotFound.tsx'
import { PageError } from './shell/PageError.tsx'

/** The query client of the app. */
export const queryClient = createQueryClient()

const workspaces = new Map<string, Api>()

function workspaceApi(workspaceId: string): Api {
  let api = workspaces.get(workspaceId)
  if (!api) {
    api = createApi({ queryClient, workspaceId, onSignedOut: waitForSignIn })
    workspaces.set(workspaceId, api)
  }
  return api
}

const signInGate = createSignInGate()

/** Waits for sign-in over the current page, which keeps its input; redirects to sign-in if there is no page. */
async function waitForSignIn(): Promise<boolean> {
  const signedIn = signInGate.wait()
  if (signedIn) return await signedIn
  if (router.state.location.pathname !== '/sign-in') {
    queryClient.removeQueries()
    void router.navigate({ to: '/sign-in', search: { redirect: router.state.location.href } })
  }
  return false
}

/** The router of the app. */
export const router = createRouter({
  routeTree,
  context: { queryClient, visitor: createApi({ queryClient }), workspaceApi, signInGate },
  defaultPreload: 'intent',
  // TanStack Query decides what is stale.
  defaultPreloadStaleTime: 0,
  defaultPendingMs: 200,
  defaultPendingMinMs: 300,
  scrollRestoration: true,
  defaultNotFoundComponent: NotFound,
  defaultErrorComponent: PageError,
})

/** Preloads the code and data of the first page while the session is still being loaded. */
export function loadFirstPage(): void {
  for (const { routeId, params } of router.matchRoutes(router.latestLocation)) {
    void router.loadRouteChunk(router.routesById[routeId as keyof typeof router.routesById])
    if (routeId === '/w/$workspace' && /\/credentials\/?$/.test(router.latestLocation.pathname)) {
      const { trpc } = workspaceApi((params as { workspace: string }).workspace)
      void queryClient.prefetchQuery(trpc.components.list.queryOptions({}))
    }
  }
}

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
