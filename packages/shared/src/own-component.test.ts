import { expect, it } from 'vitest'
import { componentIdFrom, OwnComponentId } from './own-component.ts'

it.each([
  ['Acme Shop', 'custom:acme-shop'],
  ['  Größe & Co. ', 'custom:gro-e-co'],
  ['日本', 'custom:component'],
  ['x'.repeat(100), `custom:${'x'.repeat(60)}`],
])('%s has the id %s', (title, id) => {
  expect(componentIdFrom(title)).toBe(id)
  expect(OwnComponentId.safeParse(id).success).toBe(true)
})
