import type { Component } from '@stepkey/shared/component'
import { queryOptions } from '@tanstack/react-query'

const folder = '../../../../packages/shared/src/catalog'
const files = import.meta.glob<Component>(
  [
    '../../../../packages/shared/src/catalog/*.ts',
    '!../../../../packages/shared/src/catalog/{index,*.test}.ts',
  ],
  { import: 'default' },
)

/**
 * A component with its schemas, or null if there is none. Each is loaded when a form needs it, so that no page grows
 * with the catalogue.
 */
export const definitionOf = (id: string) =>
  queryOptions({
    queryKey: ['definition', id],
    queryFn: async () => (await files[`${folder}/${id}.ts`]?.()) ?? null,
    staleTime: Number.POSITIVE_INFINITY,
    // A schema is no plain data that could be compared.
    structuralSharing: false,
  })
