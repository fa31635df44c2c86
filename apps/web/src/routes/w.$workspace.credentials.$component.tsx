import { createFileRoute, Outlet } from '@tanstack/react-router'

/** Every page below it speaks of one component. */
export const Route = createFileRoute('/w/$workspace/credentials/$component')({
  loader: ({ context: { queryClient, api }, params: { component } }) =>
    queryClient.ensureQueryData(api.trpc.components.get.queryOptions({ componentId: component })),
  component: Outlet,
})
