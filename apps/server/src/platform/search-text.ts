import { foldName } from './folded-name.ts'

/** Letters that Unicode doesn't decompose into a base letter and a mark. */
const BASE_LETTERS: Readonly<Record<string, string>> = {
  æ: 'ae',
  đ: 'd',
  ð: 'd',
  ħ: 'h',
  ı: 'i',
  ł: 'l',
  ø: 'o',
  œ: 'oe',
  þ: 'th',
  ŧ: 't',
}

/** Returns the form in which texts are searched: independent of letter case, accents and Unicode normalization. */
export function foldAccents(text: string): string {
  const base = foldName(text)
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
  return base.replace(/[æđðħıłøœþŧ]/g, (letter) => BASE_LETTERS[letter] ?? letter).normalize('NFKC')
}

/** Returns the text in which a credential is searched: its name and its identity. */
export const searchText = ({ name, identity }: { name: string; identity: string | null }): string =>
  [name, identity ?? ''].map(foldAccents).join('\n')

/** Maximum number of words that are searched separately. */
const WORD_LIMIT = 6

/** Returns the words of a search, folded. Further ones are part of the last word. */
export function searchWords(search: string): string[] {
  const words = foldAccents(search).split(/\s+/).filter(Boolean)
  const last = words.slice(WORD_LIMIT - 1).join(' ')
  return [...new Set([...words.slice(0, WORD_LIMIT - 1), ...(last ? [last] : [])])]
}
