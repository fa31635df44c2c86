import type { Method } from '../component.ts'
import { renderBaseUrl } from './request.ts'
import { renderTemplate, type Scope } from './template.ts'

/** The driver options that say where, and how safely, a driver sends its secrets. */
const drawnTo = ['host', 'port', 'tls', 'security', 'ca']

/**
 * Where a method sends its secrets for these values: the origin of its base URL, or a driver's host, port, TLS mode
 * and CA. Two different answers mean that the secrets would go somewhere new.
 */
export function destination(method: Method, values: Scope): string {
  const places: string[] = []
  if (method.baseUrl) places.push(renderBaseUrl(method, values).origin)
  if ('driver' in method.verify) {
    const options: Record<string, string> = method.verify.map
    for (const name of drawnTo) {
      if (options[name] !== undefined) places.push(`${name}=${renderTemplate(options[name], values)}`)
    }
  }
  return places.join(' ')
}
