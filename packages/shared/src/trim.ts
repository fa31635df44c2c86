/**
 * Removes given characters from both ends of a text, in linear time. A pattern such as `/x+$/` takes quadratic time: it
 * begins anew at each `x` that is not at the end.
 */
export function trimCharacters(text: string, characters: string): string {
  let start = 0
  while (start < text.length && characters.includes(text.charAt(start))) start++
  return trimEndOf(text.slice(start), characters)
}

/** Removes given characters from the end of a text, in linear time. */
export function trimEndOf(text: string, characters: string): string {
  let end = text.length
  while (end > 0 && characters.includes(text.charAt(end - 1))) end--
  return text.slice(0, end)
}
