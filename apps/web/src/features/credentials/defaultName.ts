/** The name that a new credential is offered: “My Petstore API credential”, then “… 2” and so on. */
export function defaultName(componentTitle: string, taken: readonly string[]): string {
  const name = `My ${componentTitle} credential`
  const used = new Set(taken.map((each) => each.toLowerCase()))
  let candidate = name
  for (let number = 2; used.has(candidate.toLowerCase()); number++) candidate = `${name} ${number}`
  return candidate
}
