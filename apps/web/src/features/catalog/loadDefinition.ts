import type { Component } from '@stepkey/shared/component'

const folder = '../../../../../packages/shared/src/catalog'
const files = import.meta.glob<Component>(
  [
    '../../../../../packages/shared/src/catalog/*.ts',
    '!../../../../../packages/shared/src/catalog/{index,*.test}.ts',
  ],
  { import: 'default' },
)

/** Loads one component when a form needs it, so that the bundle does not grow with the catalog. */
export const loadDefinition = async (id: string): Promise<Component | null> =>
  (await files[`${folder}/${id}.ts`]?.()) ?? null
