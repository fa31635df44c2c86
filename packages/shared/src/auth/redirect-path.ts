import { type Method, needsApp } from '../component.ts'
import { renderTemplate, type Scope } from './template.ts'

/**
 * The path that a vendor sends people back to. Where people type who the provider is, each provider has a path of its
 * own: else one of them could have people bring him what another gave them. It lies beside the others' path, because
 * vendors take what lies below a registered address for the same. Undefined as long as the provider is not known.
 */
export function redirectPath(method: Pick<Method, 'token'>, values: Scope): string | undefined {
  const { token } = method
  if (!token || token.grant === 'login' || needsApp(method)) return '/oauth/callback'
  const address = renderTemplate(token.discover ?? '', values) || renderTemplate(token.url, values)
  return URL.canParse(address) ? `/oauth/return/${encodeURIComponent(new URL(address).host)}` : undefined
}
