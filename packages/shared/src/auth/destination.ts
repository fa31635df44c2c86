import type { Method, Template } from '../component.ts'
import { activeFields, type FieldDescription, isRecord } from '../schema.ts'
import { renderBaseUrl, UnusableValue } from './request.ts'
import { readsToken, renderTemplate, type Scope } from './template.ts'

/** The driver options that say where, and how safely, a driver sends its secrets. */
const drawnTo = ['host', 'port', 'endpoint', 'tls', 'security', 'anyCertificate', 'ca', 'hostKey']

/**
 * Where a method sends its secrets for these values: the origins of its base URL and its token request, or a driver's
 * host, port, TLS mode and CA. Two different answers mean that the secrets would go somewhere new.
 */
export function destination(method: Method, values: Scope): string {
  const places: string[] = []
  // Where the token tells the address, it comes from where the token does.
  const { verify } = method
  for (const baseUrl of [method.baseUrl, 'path' in verify ? verify.baseUrl : undefined]) {
    if (baseUrl && !readsToken(baseUrl)) places.push(renderBaseUrl({ baseUrl }, values).origin)
  }
  const { token } = method
  for (const asked of askedForToken(token)) {
    // Of an address and an issuer only one is filled in.
    const address = renderTemplate(asked, values)
    if (address !== '') places.push(renderBaseUrl({ baseUrl: asked }, values).origin)
  }
  // What an issuer publishes may lead anywhere: another one at the same origin is somebody else.
  if (token && 'discover' in token && token.discover) places.push(renderTemplate(token.discover, values))
  if ('driver' in method.verify) {
    const options: Record<string, string> = method.verify.map
    for (const name of drawnTo) {
      if (options[name] !== undefined) places.push(`${name}=${renderTemplate(options[name], values)}`)
    }
  }
  return places.join(' ')
}

/** The addresses that are asked for a token, or to take one back. */
function askedForToken(token: Method['token']): Template[] {
  if (!token) return []
  if (token.grant === 'login') return token.baseUrl ? [token.baseUrl] : []
  const revoke = 'revoke' in token ? token.revoke : undefined
  const renewed = 'refresh' in token ? token.refresh?.url : undefined
  // The client proves who it is there, too.
  const device = 'deviceUrl' in token ? token.deviceUrl : undefined
  const more = [device, renewed, revoke && 'url' in revoke ? revoke.url : revoke?.baseUrl]
  return [token.url, ...more.filter((address) => address !== undefined)]
}

/**
 * The secret fields that have to be typed again because the secrets would go somewhere new, as dotted paths.
 * `before` and `after` are whole values with the supplied addresses in place; `input` is what was typed.
 */
export function secretsToRetype(
  method: Method,
  fields: readonly FieldDescription[],
  { before, after, input }: { before: Scope; after: Scope; input: Scope },
): string[] {
  const to = destination(method, after)
  if (to === knownDestination(method, before)) return []
  return [...activeFields(fields, after)]
    .filter(({ field, path, value }) => field.meta.secret && value !== undefined && !isTyped(input, path))
    .map(({ path }) => path)
}

/** An old address that can't be rendered any more (the installation no longer supplies it) is another one. */
function knownDestination(method: Method, values: Scope): string | undefined {
  try {
    return destination(method, values)
  } catch (error) {
    if (error instanceof UnusableValue) return undefined
    throw error
  }
}

/** Whether an input holds a value at a dotted path. */
export function isTyped(input: Scope, path: string): boolean {
  const value = path.split('.').reduce<unknown>((at, key) => (isRecord(at) ? at[key] : undefined), input)
  return value !== undefined && value !== null && value !== ''
}
