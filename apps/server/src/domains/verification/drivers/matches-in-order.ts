/**
 * Whether a text matches all patterns, one after the other. One pattern with `.*` between the parts would take quadratic
 * time, because the search begins anew at each match of the first part.
 */
export function matchesInOrder(text: string, ...patterns: readonly RegExp[]): boolean {
  let rest = text
  return patterns.every((pattern) => {
    const match = pattern.exec(rest)
    if (match) rest = rest.slice(match.index + match[0].length)
    return match !== null
  })
}
