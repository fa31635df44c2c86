import { createFileRoute, redirect } from '@tanstack/react-router'

export const Route = createFileRoute('/w/$workspace/')({
  // The first page is the home page once there is a credential.
  beforeLoad: async ({ context: { queryClient, api }, params }) => {
    const components = await queryClient.ensureQueryData(api.trpc.components.list.queryOptions({}))
    const isEmpty = components.every(({ credentialCount }) => credentialCount === 0)
    throw redirect({ to: isEmpty ? '/w/$workspace/credentials' : '/w/$workspace/home', params })
  },
})
