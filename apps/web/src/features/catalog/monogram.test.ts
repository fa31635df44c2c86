import { expect, it } from 'vitest'
import { monogramOf } from './monogram.ts'

it.each([
  ['Close', 'Cl'],
  ['Help Scout', 'HS'],
  ['Amazon S3 (compatible)', 'AS'],
  ['monday.com', 'Mo'],
  ['X', 'X'],
  ['Éclair', 'Éc'],
  ['', ''],
])('“%s” has the monogram “%s”', (title, monogram) => {
  expect(monogramOf(title)).toBe(monogram)
})
