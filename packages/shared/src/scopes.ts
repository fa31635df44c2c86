import type { CredentialSummary } from './credential.ts'

/** Scopes that many providers grant without reporting them, or report under other names. */
const UNREPORTED: ReadonlySet<string> = new Set(['openid', 'profile', 'email', 'offline_access'])

/**
 * The scopes that each scope includes, by the documentation of the provider. A `*` stands for the same text in a scope and
 * in those that it includes: `*.ReadWrite` includes `*.Read`.
 */
export type ScopeIncludes = Readonly<Record<string, readonly string[]>>

/** Returns whether a scope only lets the provider say who connected, or keep the access. */
export const isUnreported = (scope: string): boolean => UNREPORTED.has(scope.toLowerCase())

/**
 * Returns the needed OAuth scopes that were not granted; empty if the granted scopes are unknown. A scope that a granted
 * one includes counts as granted, because some providers report only the wider one. In doubt it counts as granted:
 * missing scopes block flows.
 * @param includes `scopeIncludes` of the component
 */
export function missingScopes(
  needed: readonly string[] | undefined,
  granted: readonly string[] | null | undefined,
  includes: ScopeIncludes | undefined,
): string[] {
  if (!needed || !granted?.length) return []
  const names = [...withIncluded(granted, includes)]
  return needed.filter((scope) => {
    const name = toName(scope)
    return !UNREPORTED.has(name) && !names.some((grantedName) => isWider(grantedName, name))
  })
}

/** Returns the granted scopes: those of the grant, or those that the target reported at the last verification. */
export const grantedScopes = ({ grant, receipt }: Pick<CredentialSummary, 'grant' | 'receipt'>) =>
  grant?.scopes ?? receipt?.scopes

/** Microsoft reports scopes with or without the address of the API, in any case. */
const toName = (scope: string) => scope.toLowerCase().replace(/^https:\/\/graph\.microsoft\.com\//, '')

/** More scopes are not derived, for example if a rule has a mistake and never ends. */
const MAX_SCOPES = 1000

/** Returns the names of scopes and of all that they include, also indirectly. */
function withIncluded(scopes: readonly string[], includes: ScopeIncludes = {}): ReadonlySet<string> {
  const rules = Object.entries(includes).map(([scope, included]) => ({
    parts: toName(scope).split('*'),
    included: included.map(toName),
  }))
  const names = new Set(scopes.map(toName))
  // A set also iterates over what is added meanwhile.
  for (const name of names) {
    if (names.size > MAX_SCOPES) break
    for (const { parts, included } of rules) {
      const text = matchedText(parts, name)
      if (text === undefined) continue
      for (const scope of included) names.add(scope.replaceAll('*', () => text))
    }
  }
  return names
}

/** Returns the text that the `*` between two parts stands for, empty if there is none; undefined for other names. */
function matchedText([start = '', end]: readonly string[], name: string): string | undefined {
  if (end === undefined) return name === start ? '' : undefined
  const matches = name.startsWith(start) && name.endsWith(end) && name.length > start.length + end.length
  return matches ? name.slice(start.length, name.length - end.length) : undefined
}

/**
 * Returns whether a granted scope includes another by the usual form of its name, whatever the provider: `user` includes
 * `user:email` and `read:user`, `write:org` includes `read:org`, `write_products` includes `read_products`.
 */
function isWider(granted: string, needed: string): boolean {
  if (granted === needed || needed.startsWith(`${granted}:`)) return true
  const [, level, subject] = /^(read|write)[:_](.+)$/.exec(needed) ?? []
  if (subject === undefined) return false
  const wider = [subject, `admin:${subject}`]
  return [...wider, ...(level === 'read' ? [`write:${subject}`, `write_${subject}`] : [])].includes(granted)
}
