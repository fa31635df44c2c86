import type { Component } from '@stepkey/shared/component'

const folder = '../../../../../packages/shared/src/catalog'
const files = import.meta.glob<Component>(
  [
    '../../../../../packages/shared/src/catalog/*.ts',
    '!../../../../../packages/shared/src/catalog/{index,*.test}.ts',
  ],
  { import: 'default' },
)

/** Each component is loaded when a form needs it, so that no page grows with the catalogue. */
export const loadDefinition = async (id: string): Promise<Component | null> =>
  (await files[`${folder}/${id}.ts`]?.()) ?? null
