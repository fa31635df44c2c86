/** How a name is compared: two names that look alike are the same name. */
export function foldName(name: string): string {
  return name.normalize('NFKC').toLowerCase()
}

/** The range of folded names that begin with `search`: from the first bound to below the second. */
export function prefixRange(search: string): [from: string, below: string] {
  const from = foldName(search.trim())
  return [from, `${from}\u{10ffff}`]
}
