import { expect, it } from 'vitest'
import { keepPreviousRows } from './keepPreviousRows.ts'

it('keeps a list with rows while the next search loads, and drops an empty one', () => {
  const list = { pages: [{ items: ['row'] }, { items: [] }] }
  expect(keepPreviousRows(list)).toBe(list)
  expect(keepPreviousRows({ pages: [{ items: [] }] })).toBeUndefined()
  expect(keepPreviousRows(undefined)).toBeUndefined()
})
