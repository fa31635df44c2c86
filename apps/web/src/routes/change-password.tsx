import { createFileRoute, redirect } from '@tanstack/react-router'
import { codeOf } from '../api/api.ts'
import { PagePending } from '../shell/PagePending.tsx'

/** Redirects to the password form. `/.well-known/change-password`, which password managers open, leads here. */
export const Route = createFileRoute('/change-password')({
  beforeLoad: async ({ context: { visitor, queryClient }, location }) => {
    const me = await queryClient
      .fetchQuery(visitor.trpc.accounts.me.queryOptions())
      .catch((error: unknown) => {
        if (codeOf(error) !== 'unauthorized') throw error
        throw redirect({ to: '/sign-in', search: { redirect: location.href } })
      })
    const workspace = me.workspaces[0]?.id ?? ''
    throw redirect({ to: '/w/$workspace/settings/account', params: { workspace } })
  },
  pendingComponent: PagePending,
})
