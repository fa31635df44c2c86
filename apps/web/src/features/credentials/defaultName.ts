/** Returns the first free name: “My Petstore API credential”, then “… 2” and so on. */
export function defaultName(name: string, taken: readonly string[]): string {
  const used = new Set(taken.map((takenName) => takenName.toLowerCase()))
  let candidate = name
  for (let number = 2; used.has(candidate.toLowerCase()); number++) candidate = `${name} ${number}`
  return candidate
}
