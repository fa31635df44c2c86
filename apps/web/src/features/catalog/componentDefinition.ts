import { queryOptions } from '@tanstack/react-query'

/** Query options for a component with its schemas; null if there is none. */
export const componentDefinition = (id: string) =>
  queryOptions({
    queryKey: ['definition', id],
    // Imported on demand: only forms need the list of definitions.
    queryFn: async () => {
      const { loadDefinition } = await import('./loadDefinition.ts')
      return await loadDefinition(id)
    },
    staleTime: Number.POSITIVE_INFINITY,
    // Schemas are not plain data and can’t be compared.
    structuralSharing: false,
  })
