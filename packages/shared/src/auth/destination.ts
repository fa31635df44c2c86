import type { Method, Template } from '../component.ts'
import { activeFields, type FieldDescription, isRecord } from '../schema.ts'
import { renderBaseUrl, UnusableValue } from './request.ts'
import { readsToken, renderTemplate, type TemplateValues } from './template.ts'

/** The driver options that determine where, and how well protected, a driver sends its secrets. */
const destinationOptions = ['host', 'port', 'endpoint', 'tls', 'security', 'anyCertificate', 'ca', 'hostKey']

/**
 * Returns where a method sends its secrets for these values: the origins of its base URL and its token
 * request, or the host, port, TLS mode and CA of a driver. If the result changes, the secrets would be sent
 * to a new destination.
 */
export function destination(method: Method, values: TemplateValues): string {
  const destinations: string[] = []
  // A base URL from the token response is as trustworthy as the token endpoint, so it is not compared.
  const { verify } = method
  for (const baseUrl of [method.baseUrl, 'path' in verify ? verify.baseUrl : undefined]) {
    if (baseUrl && !readsToken(baseUrl)) destinations.push(renderBaseUrl({ baseUrl }, values).origin)
  }
  const { token } = method
  for (const baseUrl of tokenEndpoints(token)) {
    // An endpoint is empty if the issuer is given instead.
    const endpoint = renderTemplate(baseUrl, values)
    if (endpoint !== '') destinations.push(renderBaseUrl({ baseUrl }, values).origin)
  }
  // The metadata of an issuer can name any endpoint. Two issuers at one origin are different destinations.
  if (token && 'discover' in token && token.discover)
    destinations.push(renderTemplate(token.discover, values))
  if ('driver' in method.verify) {
    const options: Record<string, string> = method.verify.map
    for (const name of destinationOptions) {
      if (options[name] !== undefined) destinations.push(`${name}=${renderTemplate(options[name], values)}`)
    }
  }
  return destinations.join(' ')
}

/** Returns the templates of all endpoints that obtain, refresh or revoke a token. */
function tokenEndpoints(token: Method['token']): Template[] {
  if (!token) return []
  if (token.grant === 'login') return token.baseUrl ? [token.baseUrl] : []
  const revoke = 'revoke' in token ? token.revoke : undefined
  const refresh = 'refresh' in token ? token.refresh?.url : undefined
  // The client also authenticates at the device authorization endpoint.
  const device = 'deviceUrl' in token ? token.deviceUrl : undefined
  const more = [device, refresh, revoke && 'url' in revoke ? revoke.url : revoke?.baseUrl]
  return [token.url, ...more.filter((address) => address !== undefined)]
}

/**
 * Returns the dotted paths of secret fields that the user must enter again, because the destination changes.
 * This prevents a user from redirecting stored secrets to a server of their own. `before` and `after` are
 * complete values including supplied addresses; `input` holds only the values that the user entered.
 */
export function secretsToRetype(
  method: Method,
  fields: readonly FieldDescription[],
  { before, after, input }: { before: TemplateValues; after: TemplateValues; input: TemplateValues },
): string[] {
  const newDestination = destination(method, after)
  if (newDestination === previousDestination(method, before)) return []
  return [...activeFields(fields, after)]
    .filter(({ field, path, value }) => field.meta.secret && value !== undefined && !isTyped(input, path))
    .map(({ path }) => path)
}

/**
 * Returns undefined if the previous address can't be rendered, because the installation no longer supplies
 * it.
 */
function previousDestination(method: Method, values: TemplateValues): string | undefined {
  try {
    return destination(method, values)
  } catch (error) {
    if (error instanceof UnusableValue) return undefined
    throw error
  }
}

/** Returns whether an input has a value at a dotted path. */
export function isTyped(input: TemplateValues, path: string): boolean {
  const value = path.split('.').reduce<unknown>((at, key) => (isRecord(at) ? at[key] : undefined), input)
  return value !== undefined && value !== null && value !== ''
}
