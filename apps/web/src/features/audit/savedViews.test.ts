import { expect, it } from 'vitest'
import { activitySearch } from './activitySearch.ts'
import { fixedViews, isSameSearch, parseViews, VIEW_LIMIT, withView } from './savedViews.ts'

const mine = { name: 'Mine', search: { q: 'crm', actor: 'a' } }

it('reads what was saved', () => {
  expect(parseViews(JSON.stringify([mine]))).toEqual([mine])
})

it.each([
  undefined,
  'no JSON',
  'null',
  '{}',
  '[null, 7, "x"]',
  '[{"name":"","search":{"q":"x"}}]',
  '[{"name":"x"}]',
  '[{"name":"x","search":null}]',
  '[{"name":"x","search":{"action":"toString"}}]',
])('drops what is no view: %s', (text) => {
  expect(parseViews(text)).toEqual([])
})

it('replaces a view with the same name, and keeps the newest 20', () => {
  const changed = { name: 'Mine', search: { q: 'shop' } }
  expect(withView([mine, { name: 'Other', search: { q: 'x' } }], changed)).toEqual([
    { name: 'Other', search: { q: 'x' } },
    changed,
  ])
  const many = Array.from({ length: VIEW_LIMIT }, (_, n) => ({ name: `View ${n}`, search: { q: 'x' } }))
  expect(withView(many, mine)).toEqual([...many.slice(1), mine])
})

it('recognizes a view by its filters, in any order', () => {
  expect(isSameSearch({ actor: 'a', q: 'crm' }, mine.search)).toBe(true)
  expect(isSameSearch({ q: 'crm' }, mine.search)).toBe(false)
})

it('has fixed views whose filters are valid in the URL', () => {
  for (const { search } of fixedViews) expect(activitySearch({ ...search })).toEqual(search)
})
