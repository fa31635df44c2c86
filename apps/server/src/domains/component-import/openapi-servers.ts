import { hostPattern } from '@stepkey/shared/auth/allowed-hosts'
import { baseUrlOf, httpUrl, isLiteral, literalPath, plainText } from './document-text.ts'
import type { Notes } from './imported-component.ts'
import { entriesOf, itemsOf, memberOf, pointerOf, textOf } from './json-values.ts'
import { choiceField, createForm, type Form, textField, urlField } from './method-draft.ts'
import type { OpenApi } from './openapi-document.ts'
import { hasKeyValue, isKeyName } from './secret-names.ts'

/** Adds the fields that the address of the API needs to a form, and returns the template of the base URL. */
export type AddServers = (form: Form) => string

interface Server {
  url: string
  description: string
  variables: Map<string, unknown>
}

/** How many servers and variables count. */
const SERVERS_LIMIT = 50
const VARIABLES_LIMIT = 10

/**
 * Returns how methods get their address: Server Object of OpenAPI 3 (section 4.8.5), or schemes, host and basePath of
 * Swagger 2. Variables become fields, and several servers a choice.
 */
export function readServers(api: OpenApi, notes: Notes): AddServers {
  const servers = preferHttps(api.version === 2 ? swaggerServers(api.root) : openApiServers(api.root))
  const fixed = servers.flatMap(({ url, description, variables }) => {
    const parsed = variables.size === 0 && !/[{}]/.test(url) ? httpUrl(url) : undefined
    return parsed ? { url: baseUrlOf(parsed), description } : []
  })
  const [first] = servers
  const varying = first && first.variables.size > 0 ? variableServer(first, notes) : undefined
  if (varying) {
    if (servers.length > 1)
      notes.add('leftOut', `Of ${servers.length} servers, only the first one was imported.`, '/servers')
    return varying
  }
  const distinct = [...new Map(fixed.map((server) => [server.url, server])).values()].slice(0, SERVERS_LIMIT)
  const [only] = distinct
  if (only && distinct.length === 1) {
    if (only.url.startsWith('http:'))
      notes.add('understood', 'Requests go to a server without https, so keys are sent unencrypted.')
    else notes.add('understood', `Requests go to ${only.url}.`, api.version === 2 ? '/host' : '/servers/0')
    return () => only.url
  }
  if (only) {
    notes.add('understood', `Users choose one of ${distinct.length} servers.`, '/servers')
    const options = distinct.map(({ url, description }): [string, string] => [
      url,
      description && description.length < 100 ? `${description} (${url})` : url,
    ])
    const field = choiceField({ label: 'Server', help: 'The server of the API.' }, options, only.url)
    return (form) => `{{${form.add('server', field)}}}`
  }
  const path =
    first && isLiteral(first.url) && first.url.startsWith('/') && first.url.length > 1 ? first.url : ''
  const help = `The address of the API${path && ` up to ${plainText(path, 100)}`}. The imported document doesn’t name it.`
  notes.add('understood', 'The document names no server, so users enter the base URL.')
  const field = urlField({
    label: 'Base URL',
    help,
    placeholder: `https://api.example.com${plainText(path, 100)}`,
  })
  return (form) => `{{${form.add('baseUrl', field)}}}`
}

function openApiServers(root: Record<string, unknown>): Server[] {
  const own = itemsOf(memberOf(root, 'servers'))
  const [[, path] = []] = entriesOf(memberOf(root, 'paths'))
  const list = own.length > 0 ? own : itemsOf(memberOf(path, 'servers'))
  return list.slice(0, SERVERS_LIMIT).flatMap((server) => {
    const given = textOf(memberOf(server, 'url'))?.trim()
    if (given === undefined || given.length > 500) return []
    // A user and a password before the host are secrets.
    const url = given.replace(/^([^/@]*:\/\/)[^/@]*@/, '$1')
    const names = new Set(Array.from(url.matchAll(/\{([^{}]{1,100})\}/g), ([, name = '']) => name))
    const declared = memberOf(server, 'variables')
    const variables = new Map(
      [...names].slice(0, VARIABLES_LIMIT).map((name) => [name, memberOf(declared, name)]),
    )
    return {
      url: url.startsWith('//') ? `https:${url}` : url,
      description: plainText(memberOf(server, 'description'), 150),
      variables,
    }
  })
}

function swaggerServers(root: Record<string, unknown>): Server[] {
  const host = textOf(root.host)?.replace(/^https?:\/\//i, '')
  const path = textOf(root.basePath) ?? ''
  const base = path.startsWith('/') || path === '' ? path : `/${path}`
  const schemes = itemsOf(root.schemes).flatMap((scheme) =>
    /^https?$/.test(String(scheme)) ? String(scheme) : [],
  )
  const url = host
    ? `${schemes.includes('https') || schemes.length === 0 ? 'https' : schemes[0]}://${host}${base}`
    : base
  return url === '' ? [] : [{ url, description: '', variables: new Map() }]
}

/** Leaves out http servers that have an https one beside them. */
function preferHttps(servers: Server[]): Server[] {
  const secure = new Set(servers.map(({ url }) => url).filter((url) => url.startsWith('https:')))
  return servers.filter(({ url }) => !secure.has(url.replace(/^http:/, 'https:')) || url.startsWith('https:'))
}

/** Returns the template of a server with variables: Server Variable Object. Undefined if it can't be an address. */
function variableServer({ url, variables }: Server, notes: Notes): AddServers | undefined {
  const [, start = '', rest = ''] = /^((?:https?|\{[^{}]{1,100}\}):\/\/)(.*)$/i.exec(url) ?? []
  const whole = /^\{([^{}]{1,100})\}(.*)$/.exec(url)
  if (!rest && !whole) return undefined
  const name = whole && !rest ? (whole[1] ?? '') : ''
  const tail = rest || (whole?.[2] ?? '')
  const probe = httpUrl(
    `https://${rest ? '' : 'x.example'}${tail.replace(/:\{[^{}]*\}/g, ':1').replace(/\{[^{}]*\}/g, 'x')}`,
  )
  if (!probe || /[?#\s]/.test(tail)) return undefined
  const build = (form: Form, isHostFixed: boolean): string => {
    const begin = name
      ? `{{${form.add('baseUrl', baseUrlField(variables.get(name)))}}}`
      : schemeOf(start, variables)
    let result = ''
    let at = 0
    for (const match of tail.matchAll(/\{([^{}]{1,100})\}/g)) {
      const before = tail.slice(0, match.index)
      const isHost = rest !== '' && !before.includes('/')
      result += literalPath(tail.slice(at, match.index)).replaceAll('?', '%3F')
      result += variableTemplate(match[1] ?? '', variables, form, {
        isPort: isHost && before.endsWith(':'),
        isHost,
        isFixed: isHost && isHostFixed,
      })
      at = match.index + match[0].length
    }
    result += literalPath(tail.slice(at)).replaceAll('?', '%3F')
    return (begin + result).replace(/\/$/, '')
  }
  // Users may choose a part of the host only if the rest of it stays with the provider.
  const isHostFixed = hostPattern(build(createForm(), false)) === undefined
  if (isHostFixed && !httpUrl(build(createForm(), true).replace(/\{\{\w+\}\}/g, 'x'))) return undefined
  notes.add(
    'understood',
    `The variables of the server were read: ${[...variables.keys()].map((key) => plainText(key, 40)).join(', ')}.`,
    '/servers/0',
  )
  return (form) => build(form, isHostFixed)
}

/** A variable for the scheme is no field, so that users can't send keys unencrypted by mistake. */
function schemeOf(start: string, variables: Map<string, unknown>): string {
  const [, name] = /^\{(.*)\}/.exec(start) ?? []
  if (name === undefined) return start.toLowerCase()
  const variable = variables.get(name)
  const options = [textOf(memberOf(variable, 'default')), ...itemsOf(memberOf(variable, 'enum'))]
  return options.includes('http') && !options.includes('https') ? 'http://' : 'https://'
}

const defaultOf = (name: string, variable: unknown): string | undefined => {
  const value = textOf(memberOf(variable, 'default'))
  return value === undefined || value.length > 500 || isKeyName(name) || hasKeyValue(value)
    ? undefined
    : value
}

/** Returns the field for a variable that is the whole beginning of the address. */
function baseUrlField(variable: unknown) {
  const fallback = httpUrl(memberOf(variable, 'default'))
  return urlField({ label: 'Base URL', help: 'The address of the API.' }, fallback && baseUrlOf(fallback))
}

/** Returns the template for a variable: a field, or its default as text where no field can be. */
function variableTemplate(
  name: string,
  variables: Map<string, unknown>,
  form: Form,
  { isPort, isHost, isFixed }: { isPort: boolean; isHost: boolean; isFixed: boolean },
): string {
  const variable = variables.get(name)
  const fallback = defaultOf(name, variable)
  // Such as `https://api.example.com{basePath}`.
  if (fallback?.startsWith('/') && !/[{}?#\s]/.test(fallback)) return literalPath(fallback)
  if (isFixed && !isPort) return /^[a-z0-9.-]*$/i.test(fallback ?? '') ? (fallback ?? '') : ''
  const options = itemsOf(memberOf(variable, 'enum'))
    .slice(0, 200)
    .flatMap((option) => textOf(option) ?? [])
    .filter((option) => option.length <= 200)
  const fits = isHost ? /^[a-z0-9-]+(?:\.[a-z0-9-]+)*$/i : /^[\w.~-]+$/
  if (isPort) return /^\d{1,5}$/.test(fallback ?? '') ? (fallback ?? '') : '443'
  // Values with a slash would be encoded, so the default stays as text.
  if (fallback !== undefined && !fits.test(fallback) && !/[{}?#\s]/.test(fallback) && !isHost)
    return literalPath(fallback).replaceAll('?', '%3F')
  const help = plainText(memberOf(variable, 'description'), 300) || `A part of the address of the API.`
  const about = { label: labelFor(name), help: hasKeyValue(help) ? undefined : help }
  const usable = [...new Set(options.filter((option) => fits.test(option)))]
  const given = fallback !== undefined && fits.test(fallback) ? fallback : undefined
  if (usable.length > 1) {
    const chosen = given !== undefined && usable.includes(given) ? given : usable[0]
    return `{{${form.add(
      name,
      choiceField(
        about,
        usable.map((option) => [option, option]),
        chosen,
      ),
    )}}}`
  }
  return `{{${form.add(name, textField(about, given ?? usable[0]))}}}`
}

const labelFor = (name: string) => plainText(name.replaceAll(/[_-]/g, ' '), 100) || pointerOf(name)
