import type { Method } from '../component.ts'
import { renderBaseUrl } from './request.ts'
import { readsToken, renderTemplate, type TemplateValues } from './template.ts'

/** The options of drivers that say which server and which part of it they connect to. */
const ADDRESS_OPTIONS = ['host', 'port', 'hosts', 'srv', 'database', 'vhost'] as const

/**
 * Returns the address that the steps of flows work with: the base URL of an HTTP method, or the server and database of a
 * driver. Undefined for other methods, and if the provider names the base URL in a token that the values lack.
 * @throws UnusableValue
 */
export function addressOf(method: Method, values: TemplateValues): string | undefined {
  if (method.baseUrl !== undefined) {
    const isUnknown = readsToken(method.baseUrl) && values.token === undefined
    return isUnknown ? undefined : renderBaseUrl(method, values).href
  }
  if (!('driver' in method.verify)) return undefined
  const map: Partial<Record<string, string>> = method.verify.map
  return JSON.stringify(ADDRESS_OPTIONS.map((name) => renderTemplate(map[name] ?? '', values)))
}
