import { expect, it } from 'vitest'
import { matchingPages } from './pages.ts'

const labels = (query: string, may = true) => matchingPages(query, () => may).map(({ label }) => label)

it('matches the beginnings of words, and all words', () => {
  expect(labels('cred all')).toEqual(['All credentials'])
  expect(labels('act')).toEqual(['Activity'])
  expect(labels('xyz')).toEqual([])
})

it('leaves out what the user may not do', () => {
  expect(labels('create')).toHaveLength(2)
  expect(labels('create', false)).toEqual([])
  expect(labels('', false)).toContain('Flows')
})
