import { foldAccents } from './search-text.ts'

/**
 * Returns the key by which names are sorted: independent of letter case and accents, and numbers by their value. It is
 * compared by code points, which both engines do alike. A number is preceded by the count of its digits; no name has more
 * than 999.
 */
export const nameOrder = (name: string): string =>
  foldAccents(name).replace(/[0-9]+/g, (digits) => {
    const number = digits.replace(/^0+/, '')
    return String(number.length).padStart(3, '0') + number
  })
