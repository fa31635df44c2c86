/** Returns the form in which names are compared and sorted: independent of letter case and Unicode normalization. */
export function foldName(name: string): string {
  return name.normalize('NFKC').toUpperCase().toLowerCase().replaceAll('ς', 'σ')
}
