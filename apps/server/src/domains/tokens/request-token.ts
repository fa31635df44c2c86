import { placementTemplates, renderBaseUrl } from '@stepkey/shared/auth/request'
import { renderTemplate, templateFields } from '@stepkey/shared/auth/template'
import type { Method } from '@stepkey/shared/component'
import { clientCredentials } from './client-credentials.ts'
import { jwtBearer } from './jwt-bearer.ts'
import { providerLogin } from './provider-login.ts'
import { UnusableKey } from './token-error.ts'
import type { TokenPorts, TokenResult } from './token-result.ts'

type Values = Record<string, unknown>

/** Requests a token for a method without user interaction. @throws network errors */
export async function requestToken(
  method: Method & { token: NonNullable<Method['token']> },
  values: Values,
  ports: TokenPorts,
): Promise<TokenResult> {
  const { token } = method
  try {
    switch (token.grant) {
      case 'client_credentials':
        return await clientCredentials(token, values, ports)
      case 'jwt_bearer':
        return await jwtBearer(token, values, ports)
      case 'login':
        return await providerLogin(token, method, values, ports)
      default:
        return { outcome: 'refused', finding: { outcome: 'rejected', reason: 'not_connected' } }
    }
  } catch (error) {
    if (!(error instanceof UnusableKey)) throw error
    return { outcome: 'refused', finding: { outcome: 'rejected', reason: 'unusable_key' } }
  }
}

/** Returns the host to which the token request is sent. */
export function tokenHost({ token, baseUrl }: Method, values: Values): string {
  if (!token || token.grant === 'login') {
    return renderBaseUrl({ baseUrl: token?.baseUrl ?? baseUrl }, values).host
  }
  const address = (renderTemplate(token.url, values) === '' && token.discover) || token.url
  return renderBaseUrl({ baseUrl: address }, values).host
}

/** Returns the secrets of a token: the standard members, and all members that the method's requests carry. */
export function secretsOfToken({ place }: Method, token: Record<string, unknown>): string[] {
  const carried = place
    .flatMap(placementTemplates)
    .flatMap(templateFields)
    .flatMap((field) => (field.startsWith('token.') ? [field.slice('token.'.length)] : []))
  return ['access_token', 'refresh_token', 'id_token', ...carried].flatMap((name) => {
    const value = token[name]
    return typeof value === 'string' ? [value] : []
  })
}
