import type { Component } from '@stepkey/shared/component'
import { queryOptions } from '@tanstack/react-query'
import type { Api } from '../../api/api.ts'

/** How long a definition that is not built in is used before it is loaded again, in milliseconds. */
const LIFETIME = 60_000

/** Query options for a component with its schemas; null if there is none. */
export const componentDefinition = ({ trpc, client }: Api, id: string) =>
  queryOptions({
    queryKey: [...trpc.components.definition.queryKey({ componentId: id }), 'component'],
    queryFn: async (): Promise<Component | null> => {
      // Imported on demand: only forms need the list of definitions.
      const { loadDefinition } = await import('./loadDefinition.ts')
      return await loadDefinition(client, id)
    },
    staleTime: ({ state: { data } }) =>
      data?.id.startsWith('custom:') ? LIFETIME : Number.POSITIVE_INFINITY,
    // Another definition would reset a form that is being filled in.
    refetchOnWindowFocus: false,
    // Schemas are not plain data and can’t be compared.
    structuralSharing: false,
  })
