import { createFileRoute, redirect } from '@tanstack/react-router'
import { codeOf } from '../api/api.ts'
import { PagePending } from '../shell/PagePending.tsx'

/** Redirects to the first workspace, or to sign-in or sign-up. */
export const Route = createFileRoute('/')({
  beforeLoad: async ({ context: { visitor, queryClient } }) => {
    const welcome = await queryClient.fetchQuery(visitor.trpc.accounts.welcome.queryOptions())
    if (welcome.firstVisit) throw redirect({ to: '/sign-up' })
    try {
      const me = await queryClient.fetchQuery(visitor.trpc.accounts.me.queryOptions())
      const workspace = me.workspaces[0]?.id ?? ''
      throw redirect({ to: '/w/$workspace', params: { workspace } })
    } catch (error) {
      if (codeOf(error) === 'unauthorized') throw redirect({ to: '/sign-in' })
      throw error
    }
  },
  pendingComponent: PagePending,
})
