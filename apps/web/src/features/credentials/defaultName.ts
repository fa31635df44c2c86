/** Returns the first free default name: “My Petstore API credential”, then “… 2” and so on. */
export function defaultName(componentTitle: string, taken: readonly string[]): string {
  const name = `My ${componentTitle} credential`
  const used = new Set(taken.map((takenName) => takenName.toLowerCase()))
  let candidate = name
  for (let number = 2; used.has(candidate.toLowerCase()); number++) candidate = `${name} ${number}`
  return candidate
}
