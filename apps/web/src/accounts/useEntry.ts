import type { Me } from '@stepkey/shared/account'
import { useQueryClient } from '@tanstack/react-query'
import { useRouteContext, useRouter } from '@tanstack/react-router'

/** Goes on into Stepkey with a fresh session. */
export function useEntry(redirect: string | undefined) {
  const { visitor } = useRouteContext({ from: '__root__' })
  const queryClient = useQueryClient()
  const router = useRouter()
  return (me: Me, workspace = me.workspaces[0]) => {
    // Nothing of another account that was signed in before may show.
    queryClient.clear()
    queryClient.setQueryData(visitor.trpc.accounts.me.queryKey(), me)
    router.history.push(redirect ?? `/w/${workspace?.id}/credentials`)
  }
}
