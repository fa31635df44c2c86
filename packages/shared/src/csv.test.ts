import { expect, it } from 'vitest'
import { csvLine } from './csv.ts'

it('quotes separators, quotes and line breaks, and leaves out absent values', () => {
  expect(csvLine(['a', 1, null, undefined, 'b,c', 'say "d"', 'e\nf'])).toBe(
    'a,1,,,"b,c","say ""d""","e\nf"\r\n',
  )
})

it('lets no spreadsheet execute a formula', () => {
  expect(csvLine(['=1+1', '+1', '-1', '@a', -1])).toBe("'=1+1,'+1,'-1,'@a,-1\r\n")
})
