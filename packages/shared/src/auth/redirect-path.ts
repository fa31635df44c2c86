import { type Method, needsApp } from '../component.ts'
import { renderTemplate, type TemplateValues } from './template.ts'

/**
 * Returns the path of the redirect URI of a method, or undefined while the provider is unknown. If users
 * enter the provider themselves, each provider has a redirect path of its own. This prevents a mix-up attack,
 * in which one provider receives the authorization code of another (RFC 9700 section 4.4). The paths are not
 * below `/oauth/callback`, because some providers accept any path below a registered redirect URI.
 */
export function redirectPath(method: Pick<Method, 'token'>, values: TemplateValues): string | undefined {
  const { token } = method
  if (!token || token.grant === 'login' || needsApp(method)) return '/oauth/callback'
  const address = renderTemplate(token.discover ?? '', values) || renderTemplate(token.url, values)
  return URL.canParse(address) ? `/oauth/return/${encodeURIComponent(new URL(address).host)}` : undefined
}
