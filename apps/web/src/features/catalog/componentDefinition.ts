import { queryOptions } from '@tanstack/react-query'
import { probeAssets } from '../../ui/loading/assetReachability.ts'

/** A component with its schemas, or null if there is none. */
export const componentDefinition = (id: string) =>
  queryOptions({
    queryKey: ['definition', id],
    // Even the list of what can be loaded is for forms only.
    queryFn: async () => {
      await probeAssets()
      const { loadDefinition } = await import('./loadDefinition.ts')
      return await loadDefinition(id)
    },
    staleTime: Number.POSITIVE_INFINITY,
    // A schema is no plain data that could be compared.
    structuralSharing: false,
  })
