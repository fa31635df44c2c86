import type { Component } from '@stepkey/shared/component'
import { type Api, codeOf } from '../../api/api.ts'

const folder = '../../../../../packages/shared/src/catalog'
const files = import.meta.glob<Component>(
  [
    '../../../../../packages/shared/src/catalog/*.ts',
    '!../../../../../packages/shared/src/catalog/{index,*.test}.ts',
  ],
  { import: 'default' },
)

/**
 * Loads one component when a form needs it, so that the bundle does not grow with the catalog: a built-in one from a file,
 * another one from the server. Null if there is none.
 */
export const loadDefinition = async (client: Api['client'], id: string): Promise<Component | null> =>
  (await files[`${folder}/${id}.ts`]?.()) ?? (await loadFromServer(client, id))

async function loadFromServer(client: Api['client'], componentId: string): Promise<Component | null> {
  const found = await client.components.definition.query({ componentId }).catch((error: unknown) => {
    if (codeOf(error) !== 'not_found') throw error
  })
  if (!found) return null
  const { fromDefinition } = await import('@stepkey/shared/definition')
  return fromDefinition(found.definition)
}
