import { expect, it } from 'vitest'
import { lineAt } from './lineAt.ts'

const text = JSON.stringify(
  { title: 'x', methods: { 'a/b': { place: [{ in: 'header' }, { in: 'query' }] } } },
  null,
  2,
)

it.each([
  ['', 1],
  ['/title', 2],
  ['/methods', 3],
  ['/methods/a~1b/place/0', 6],
  ['/methods/a~1b/place/1/in', 10],
  ['/methods/a~1b/place/7', 5],
  ['/missing', 1],
])('%s begins in line %i', (pointer, line) => {
  expect(lineAt(text, pointer)).toBe(line)
})

it('is the first line of a text that is not JSON', () => {
  expect(lineAt('', '/title')).toBe(1)
})
