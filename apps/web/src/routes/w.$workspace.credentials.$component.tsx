import { createFileRoute, Outlet } from '@tanstack/react-router'
import { PageSkeleton } from '../ui/layout/PageSkeleton.tsx'

/** Loads the component that all pages below share. */
export const Route = createFileRoute('/w/$workspace/credentials/$component')({
  loader: ({ context: { queryClient, api }, params: { component } }) =>
    queryClient.ensureQueryData(api.trpc.components.get.queryOptions({ componentId: component })),
  component: Outlet,
  pendingComponent: () => <PageSkeleton heading="Component" />,
})
