import { expect, it } from 'vitest'
import { nameOrder } from './name-order.ts'

const sorted = (names: string[]) => names.toSorted((a, b) => (nameOrder(a) < nameOrder(b) ? -1 : 1))

it('sorts numbers by their value', () => {
  expect(
    sorted(['Orders 10', 'Orders 2', 'Orders', 'Orders 02b', 'Orders 0', 'Orders 123456789012']),
  ).toEqual(['Orders', 'Orders 0', 'Orders 2', 'Orders 02b', 'Orders 10', 'Orders 123456789012'])
  expect(sorted(['v1.10', 'v1.9', 'v10.1', 'v2.0'])).toEqual(['v1.9', 'v1.10', 'v2.0', 'v10.1'])
})

it('sorts letters with accents beside their base letters, whatever the case', () => {
  expect(sorted(['Zola', 'Émile', 'emma', 'Ärzte', 'azure', 'Łódź'])).toEqual([
    'Ärzte',
    'azure',
    'Émile',
    'emma',
    'Łódź',
    'Zola',
  ])
})
