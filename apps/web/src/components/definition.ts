import { queryOptions } from '@tanstack/react-query'
import { reachFiles } from '../ui/reach.ts'

/** A component with its schemas, or null if there is none. */
export const definitionOf = (id: string) =>
  queryOptions({
    queryKey: ['definition', id],
    // Even the list of what can be loaded is for forms only.
    queryFn: async () => {
      await reachFiles()
      const { loadDefinition } = await import('./definitions.ts')
      return await loadDefinition(id)
    },
    staleTime: Number.POSITIVE_INFINITY,
    // A schema is no plain data that could be compared.
    structuralSharing: false,
  })
