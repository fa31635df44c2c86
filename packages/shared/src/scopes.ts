import type { CredentialSummary } from './credential.ts'

/** Scopes that many providers grant without reporting them, or report under other names. */
const UNREPORTED: ReadonlySet<string> = new Set(['openid', 'profile', 'email', 'offline_access'])

/** Returns whether a scope only lets the provider say who connected, or keep the access. */
export const isUnreported = (scope: string): boolean => UNREPORTED.has(scope.toLowerCase())

/**
 * Returns the needed OAuth scopes that were not granted; empty if the granted scopes are unknown. A scope that a granted
 * one includes counts as granted, because some providers report only the wider one. In doubt it counts as granted:
 * missing scopes block flows.
 */
export function missingScopes(
  needed: readonly string[] | undefined,
  granted: readonly string[] | null | undefined,
): string[] {
  if (!needed || !granted?.length) return []
  const names = granted.map(toName)
  return needed.filter((scope) => {
    const name = toName(scope)
    return !UNREPORTED.has(name) && !names.some((grantedName) => includes(grantedName, name))
  })
}

/** Returns the granted scopes: those of the grant, or those that the target reported at the last verification. */
export const grantedScopes = ({ grant, receipt }: Pick<CredentialSummary, 'grant' | 'receipt'>) =>
  grant?.scopes ?? receipt?.scopes

/** Microsoft reports scopes with or without the address of the API, in any case. */
const toName = (scope: string) => scope.toLowerCase().replace(/^https:\/\/graph\.microsoft\.com\//, '')

/** GitHub: `user` includes `user:email` and `read:user`, `write:org` includes `read:org`. Shopify: `write_x` includes `read_x`. */
function includes(granted: string, needed: string): boolean {
  if (granted === needed || needed.startsWith(`${granted}:`)) return true
  if (granted === 'repo') return needed === 'public_repo'
  const [, level, subject] = /^(read|write)[:_](.+)$/.exec(needed) ?? []
  if (subject === undefined) return false
  const wider = [subject, `admin:${subject}`]
  return [...wider, ...(level === 'read' ? [`write:${subject}`, `write_${subject}`] : [])].includes(granted)
}
