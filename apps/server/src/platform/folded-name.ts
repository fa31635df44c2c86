/** How names are compared and searched: without regard to letter case and ways of writing the same character. */
export function foldName(name: string): string {
  return name.normalize('NFKC').toUpperCase().toLowerCase().replaceAll('ς', 'σ')
}

/** The range of folded names that begin with `search`: from the first bound to below the second. */
export function prefixRange(search: string): [from: string, below: string] {
  const from = foldName(search.trim())
  return [from, `${from}\u{10ffff}`]
}
