/** Returns two letters for a title: of its first two words, or the first two of its only word. */
export function monogramOf(title: string): string {
  const [first = '', second = ''] = title.match(/[\p{L}\p{N}][\p{L}\p{N}.]*/gu) ?? []
  const [initial = '', next = ''] = first
  const [other = next] = second
  return initial.toUpperCase() + (second ? other.toUpperCase() : other.toLowerCase())
}
