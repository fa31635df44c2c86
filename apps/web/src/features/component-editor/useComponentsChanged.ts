import { useQueryClient } from '@tanstack/react-query'
import { useApi } from '../../workspace/useApi.ts'

/** Returns a function that reloads the catalog and the definitions after a change. */
export function useComponentsChanged() {
  const { trpc } = useApi()
  const queryClient = useQueryClient()
  return () => queryClient.invalidateQueries({ queryKey: trpc.components.pathKey() })
}
