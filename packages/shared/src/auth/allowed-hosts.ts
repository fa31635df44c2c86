import { asksConsent, type DriverCheck, type Method, type Template } from '../component.ts'
import { isRecord } from '../schema.ts'
import { readsToken, renderTemplate, type TemplateValues } from './template.ts'

/** An address of a method, and where the method has it. */
export interface MethodAddress {
  /** The path of the member below the method, for example `['verify', 'baseUrl']`. */
  path: string[]
  template: Template
  /** Set for the address that users open in a browser, to which the server sends nothing. */
  isOpened?: true
}

/** Returns all addresses to which the requests of a method go. */
export function addressesOf(method: Method): MethodAddress[] {
  const { baseUrl, verify, token, revoke } = method
  const addresses: [string[], Template | undefined][] = [
    [['baseUrl'], baseUrl],
    [['verify', 'baseUrl'], 'baseUrl' in verify ? verify.baseUrl : undefined],
    [['revoke', 'baseUrl'], revoke?.baseUrl],
  ]
  if ('driver' in verify) addresses.push(...serversOf(verify))
  if (token?.grant === 'login') addresses.push([['token', 'baseUrl'], token.baseUrl])
  else if (token) addresses.push([['token', 'url'], token.url], [['token', 'discover'], token.discover])
  if (!asksConsent(token)) return present(addresses)
  const { refresh, lookup, revoke: end } = token
  addresses.push(
    [['token', 'refresh', 'url'], refresh?.url],
    [['token', 'lookup', 'baseUrl'], lookup?.baseUrl],
    [['token', 'revoke', 'baseUrl'], end && 'baseUrl' in end ? end.baseUrl : undefined],
    [['token', 'revoke', 'url'], end && 'url' in end ? end.url : undefined],
  )
  if (token.grant === 'device_code') addresses.push([['token', 'deviceUrl'], token.deviceUrl])
  const opened = token.grant === 'authorization_code' ? [['token', 'authorizeUrl'], token.authorizeUrl] : []
  return [
    ...present(addresses),
    ...present([opened as [string[], Template]]).map((address) => ({ ...address, isOpened: true as const })),
  ]
}

/** Returns the servers that a driver connects to, as addresses. */
const serversOf = ({ map, via }: DriverCheck): [string[], Template | undefined][] =>
  Object.entries({ map, via }).flatMap(([member, options = {}]) =>
    ['host', 'hosts', 'srv'].map((name): [string[], Template | undefined] => {
      const server = (options as Record<string, Template>)[name]
      return [['verify', member, name], server && !server.startsWith('{{') ? `https://${server}` : server]
    }),
  )

const present = (addresses: [string[], Template | undefined][]): MethodAddress[] =>
  addresses.flatMap(([path, template]) => (template ? [{ path, template }] : []))

/**
 * Returns the allowed host that an address stands for: the name, `*.example.com` if only its beginning depends on fields,
 * or `{{field}}` if the user enters all of it. Undefined if that can't be told, because filters or the answer of another
 * request decide.
 */
export function hostPattern(template: Template): string | undefined {
  const whole = /^\{\{\s*([A-Za-z][\w.]*)\s*\}\}/.exec(template)
  if (whole) return readsToken(template) ? undefined : `{{${whole[1]}}}`
  const [, host = ''] = /^https?:\/\/((?:\{\{[^{}]*\}\}|[^/?#{}])*)/i.exec(template) ?? []
  const field = /^\{\{\s*([A-Za-z][\w.]*)\s*\}\}(?::\d{1,5})?$/.exec(host)
  if (field) return readsToken(host) ? undefined : `{{${field[1]}}}`
  // The values of placeholders in a host have only letters, digits, hyphens and dots; arguments of filters may have others.
  if (host.includes('|')) return undefined
  const name = host.replace(/:\d{1,5}$/, '').toLowerCase()
  if (!name.includes('{{')) return hostnameOf(`https://${name}`)
  const [, ...fixed] = name.slice(name.lastIndexOf('}}') + 2).split('.')
  return fixed.length > 1 ? `*.${fixed.join('.')}` : undefined
}

/** Returns the allowed hosts of a method from outside: those that it declares, or those that its addresses stand for. */
export const allowedHostsOf = (method: Method): string[] => [
  ...(method.allowedHosts ??
    new Set(addressesOf(method).flatMap(({ template }) => hostPattern(template) ?? []))),
]

/** Returns whether the requests of a method may reach a host. Methods without allowed hosts may reach all. */
export function isAllowedHost(
  { allowedHosts }: Pick<Method, 'allowedHosts'>,
  hostname: string,
  values: TemplateValues,
): boolean {
  return allowedHosts?.some((allowed) => matches(allowed, hostname, values)) ?? true
}

function matches(allowed: string, hostname: string, values: TemplateValues): boolean {
  if (allowed.startsWith('{{')) return hostsIn(renderTemplate(allowed, values)).includes(hostname)
  const lower = allowed.toLowerCase()
  return lower.startsWith('*.') ? hostname.endsWith(lower.slice(1)) : hostname === lower
}

/** Returns whether an allowed host covers what an address stands for, whatever the values are. */
export function covers(allowed: string, pattern: string): boolean {
  if (allowed === pattern) return true
  return (
    allowed.startsWith('*.') &&
    !pattern.startsWith('{{') &&
    pattern.replace(/^\*/, '').endsWith(allowed.slice(1))
  )
}

/** Returns the host of what a user entered: a URL, or a host with or without a port. */
const hostsIn = (entered: string): string[] => {
  const host = hostnameOf(/^https?:\/\//i.test(entered) ? entered : `https://${entered}`)
  return host === undefined ? [] : [host]
}

function hostnameOf(url: string): string | undefined {
  try {
    return new URL(url).hostname || undefined
  } catch {
    return undefined
  }
}

/** Returns every text of a method that may be a template. */
export function templatesOf({ fields: _, title: _title, ...method }: Method): string[] {
  return texts(method)
}

const texts = (value: unknown): string[] => {
  if (typeof value === 'string') return [value]
  if (Array.isArray(value)) return value.flatMap(texts)
  return isRecord(value) ? Object.values(value).flatMap(texts) : []
}
