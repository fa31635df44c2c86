/** Returns the form in which names are compared and searched: independent of letter case and Unicode normalization. */
export function foldName(name: string): string {
  return name.normalize('NFKC').toUpperCase().toLowerCase().replaceAll('ς', 'σ')
}

/** Returns the range of folded names that begin with `search`: inclusive lower bound, exclusive upper bound. */
export function prefixRange(search: string): [from: string, below: string] {
  const from = foldName(search.trim())
  return [from, `${from}\u{10ffff}`]
}
