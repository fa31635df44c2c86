import type { ComponentVersion } from '@stepkey/shared/own-component'
import { queryOptions } from '@tanstack/react-query'
import { type Api, codeOf } from '../../api/api.ts'

/** Query options for the version that the editor starts from: the draft, or else the published one. */
export const definitionToEdit = ({ trpc, client }: Api, componentId: string) =>
  queryOptions({
    queryKey: [...trpc.components.definition.queryKey({ componentId }), 'to edit'],
    queryFn: async (): Promise<ComponentVersion> => {
      const draft = client.components.definition.query({ componentId, version: 'draft' })
      return await draft.catch((error: unknown) => {
        if (codeOf(error) !== 'not_found') throw error
        return client.components.definition.query({ componentId })
      })
    },
    // Another definition would replace what the user is editing.
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
  })
