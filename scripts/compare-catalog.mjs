// Compares the methods of the catalog with those of other catalogs. All of them become the same facts first.
import { asksConsent } from '../packages/shared/src/component.ts'

/**
 * What a method does, as far as several catalogs tell it. URLs have `*` in place of values. A fact that a catalog
 * does not tell is undefined. Several values mean that any of them is right.
 * @typedef {Partial<Record<'authorizeUrl' | 'tokenUrl' | 'pkce' | 'scopeSeparator' | 'baseUrl' | 'header' |
 *   'verification', string[]>>} Facts
 * @typedef {{ name: string, kind: 'consent' | 'client' | 'key', words: string[], facts: Facts }} Described
 */

/** Returns the methods of a component of this catalog. */
export const describeComponent = (component) =>
  Object.entries(component.methods)
    .filter(([, { baseUrl }]) => baseUrl !== undefined)
    .map(([methodId, method]) => {
      const { token, verify, baseUrl, place } = method
      const consent = token?.grant === 'authorization_code'
      const carrier = place.find((placement) => placement.in !== 'cookie' && !('lines' in placement))
      return {
        name: `${component.id}.${methodId}`,
        kind: asksConsent(token) ? 'consent' : token ? 'client' : 'key',
        words: [component.id, component.title, ...(component.aliases ?? [])].map(plain),
        facts: present({
          authorizeUrl: consent && [address(token.authorizeUrl)],
          tokenUrl: token && 'url' in token && [address(token.url)],
          pkce: consent && [String(token.pkce !== false)],
          scopeSeparator: consent && token.scope?.includes('{{scopes') && [separatorOf(token.scope)],
          baseUrl: [address(baseUrl)],
          header: carrier && [headerOf(carrier)],
          verification: 'path' in verify && [address((verify.baseUrl ?? baseUrl) + verify.path)],
        }),
      }
    })

const separatorOf = (scope) => /\|join:([^|}]*)/.exec(scope)?.[1] ?? ' '

const headerOf = (carrier) =>
  carrier.in === 'basic' ? 'authorization: basic' : carriedAs(carrier.in, carrier.name, carrier.value)

const carriedAs = (where, name, value) => {
  const scheme = where === 'header' && /^=?([a-z-]+) /i.exec(value)?.[1]
  return `${where === 'header' ? '' : `${where} `}${name.toLowerCase()}${scheme ? `: ${scheme.toLowerCase()}` : ''}`
}

/** Returns the providers of Nango's providers.yaml. An alias has the members of the provider that it names. */
export function describeNango(providers) {
  const resolve = ({ alias, ...own }) => {
    if (!alias) return own
    const named = resolve(providers[alias])
    return { ...named, ...own, proxy: { ...named.proxy, ...own.proxy } }
  }
  return Object.entries(providers).map(([id, provider]) => {
    const { auth_mode: mode, proxy = {}, ...rest } = resolve(provider)
    const consent = mode === 'OAUTH2'
    const bases = alternatives(proxy.base_url)
    const { endpoints, base_url_override: override } = proxy.verification ?? {}
    const headers = Object.entries(proxy.headers ?? {}).filter(([, value]) => String(value).includes('${'))
    return {
      name: `nango:${id}`,
      kind: consent ? 'consent' : /^(API_KEY|BASIC)$/.test(mode) ? 'key' : 'client',
      words: [plain(id), plain(rest.display_name ?? '')],
      facts: present({
        authorizeUrl: consent && alternatives(rest.authorization_url).map(address),
        tokenUrl: alternatives(rest.token_url).map(address),
        // Nango uses PKCE unless a provider rejects it, so only the exceptions say something about the provider.
        pkce: consent && rest.disable_pkce === true && ['false'],
        scopeSeparator: consent && [rest.scope_separator ?? ' '],
        baseUrl: bases.map(address),
        header:
          mode === 'BASIC'
            ? ['authorization: basic']
            : headers.map(([name, value]) => carriedAs('header', name, value)),
        verification: (endpoints ?? []).flatMap((path) =>
          (override ? [override] : bases).map((base) => address(base + path)),
        ),
      }),
    }
  })
}

const alternatives = (text) => (typeof text === 'string' ? text.split(' || ') : [])

/** Returns the credentials of n8n's credentials.json. */
export const describeN8n = (credentials) =>
  credentials.map(({ name, displayName, extends: parents = [], properties, authenticate, test }) => {
    const given = (property) => properties.find((one) => one.name === property)?.default || undefined
    const grant = given('grantType')
    const consent = grant === 'authorizationCode' || grant === 'pkce'
    const { headers = {}, qs = {}, auth } = authenticate?.properties ?? {}
    const { baseURL, url } = test?.request ?? {}
    return {
      name: `n8n:${name}`,
      kind: consent ? 'consent' : parents.length > 0 ? 'client' : 'key',
      words: [
        plain(name.replace(/(OAuth2)?(Token)?Api$/, '')),
        plain(displayName.replace(/ (OAuth2 )?API$/, '')),
      ],
      facts: present({
        authorizeUrl: consent && alternatives(given('authUrl')).map(address),
        tokenUrl: alternatives(given('accessTokenUrl')).map(address),
        pkce: consent && [String(grant === 'pkce')],
        baseUrl: alternatives(baseURL).map(address),
        header: auth
          ? ['authorization: basic']
          : [
              ...Object.entries(headers).map(([header, value]) => carriedAs('header', header, String(value))),
              ...Object.entries(qs).map(([parameter, value]) => carriedAs('query', parameter, String(value))),
            ],
        verification: url && [
          address(url.startsWith('/') ? `${baseURL ?? '*'}${url}` : `${baseURL ?? ''}/${url}`),
        ],
      }),
    }
  })

/** Leaves out facts without a value. */
const present = (facts) =>
  Object.fromEntries(Object.entries(facts).filter(([, values]) => Array.isArray(values) && values.length > 0))

const plain = (text) => text.toLowerCase().replace(/[^a-z0-9]/g, '')

/** Returns a URL without scheme, query and final slash, and with `*` in place of values and expressions. */
const address = (text) =>
  String(text)
    .replace(/^=/, '')
    .replace(/\$?\{\{[^}]*\}\}|\$\{[^}]*\}/g, '*')
    .replace(/^https?:\/\//, '')
    .replace(/[?#].*$/, '')
    .replace(/\/+$/, '')
    .toLowerCase()

/** Returns whether two values are the same for some values of their placeholders. */
export function isSame(one, other) {
  const matches = (pattern, text) =>
    new RegExp(
      `^${pattern
        .split('*')
        .map(RegExp.escape ?? escaped)
        .join('.*')}$`,
    ).test(text)
  return (
    one === other ||
    (one.includes('*') && matches(one, other)) ||
    (other.includes('*') && matches(other, one))
  )
}
const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

/** Of two base URLs, one may be longer, because catalogs divide addresses differently into base URL and path. */
const agree = (fact, one, other) =>
  isSame(one, other) || (fact === 'baseUrl' && (isSame(one, `${other}/*`) || isSame(`${one}/*`, other)))

/** Compares two methods fact by fact. Facts that only one of them has are left out. */
export const compare = (ours, theirs) =>
  Object.keys(ours.facts)
    .filter((fact) => theirs.facts[fact])
    .map((fact) => ({
      fact,
      ours: ours.facts[fact],
      theirs: theirs.facts[fact],
      agrees: ours.facts[fact].some((one) => theirs.facts[fact].some((other) => agree(fact, one, other))),
    }))

/**
 * Returns the counterparts of a method: of the same kind, and with a name of the component or the same authorization
 * URL. Of several of one catalog, the one that agrees most.
 */
export function counterparts(ours, others) {
  const best = new Map()
  for (const theirs of others) {
    const [id, title] = ours.words
    const named = theirs.words.some((word) => word !== '' && (word === id || word === title))
    const sameUrl = theirs.facts.authorizeUrl?.some(
      (url) => !url.startsWith('*') && ours.facts.authorizeUrl?.includes(url),
    )
    if (theirs.kind !== ours.kind || !(named || sameUrl)) continue
    const facts = compare(ours, theirs)
    if (facts.length === 0) continue
    const score =
      facts.filter(({ agrees }) => agrees).length - facts.filter(({ agrees }) => !agrees).length / 10
    const [catalog] = theirs.name.split(':')
    if (score > (best.get(catalog)?.score ?? -Infinity))
      best.set(catalog, { name: theirs.name, facts, score })
  }
  return [...best.values()].map(({ name, facts }) => ({ name, facts }))
}
