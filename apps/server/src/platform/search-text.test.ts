import { expect, it } from 'vitest'
import { foldAccents, searchText, searchWords } from './search-text.ts'

it('folds letter case, accents and letters with strokes', () => {
  expect(foldAccents('Émile ÅNGSTRÖM Łódź Søren Straße ﬁn ＡＢ')).toBe(
    'emile angstrom lodz soren strasse fin ab',
  )
  expect(foldAccents('E\u0301mile')).toBe('emile')
  expect(foldAccents('ΣΊΣΥΦΟΣ')).toBe(foldAccents('σίσυφος'))
  expect(foldAccents('東京 ガ')).toBe('東京 ガ')
})

it('keeps name and identity apart', () => {
  expect(searchText({ name: 'Shop', identity: 'Émile' })).toBe('shop\nemile')
  expect(searchText({ name: 'Shop', identity: null })).toBe('shop\n')
})

it('searches for words, at most six', () => {
  expect(searchWords('  Minka   SHOP minka ')).toEqual(['minka', 'shop'])
  expect(searchWords('a b c d e f g h')).toEqual(['a', 'b', 'c', 'd', 'e', 'f g h'])
  expect(searchWords('   ')).toEqual([])
})
