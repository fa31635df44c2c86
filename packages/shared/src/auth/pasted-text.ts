import type { Method, Paste } from '../component.ts'
import { isRecord } from '../schema.ts'
import { atPointer } from './classify-response.ts'
import { templateFields } from './template.ts'

type Values = Record<string, unknown>

/**
 * Returns the values in a pasted connection string or JSON key file. Only values that the fields of the
 * method accept are returned; undefined if the text is neither.
 */
export function parsePastedText(method: Method, text: string): Values | undefined {
  const { paste } = method
  if (!paste) return undefined
  const bare = withoutSurroundings(text)
  const found = fromConnectionString(paste, bare) ?? fromPairs(paste, bare) ?? fromJson(paste, text)
  if (!found) return undefined
  const { shape } = method.fields
  const accepted = Object.entries(found).flatMap(([name, value]): [string, unknown][] => {
    if (value === undefined) return []
    // Numbers in a URL are text, so both types are tried.
    const candidates = typeof value === 'string' && /^\d+$/.test(value) ? [value, Number(value)] : [value]
    const fits = candidates
      .map((candidate) => shape[name]?.safeParse(candidate))
      .find((parsed) => parsed?.success)
    return fits ? [[name, fits.data]] : []
  })
  return accepted.length > 0 ? Object.fromEntries(accepted) : undefined
}

/** The longest connection string that is read, in characters. */
const LIMIT = 8192

/** Removes what surrounds a connection string: a command, the name of a variable, quotation marks, and `jdbc:`. */
function withoutSurroundings(text: string): string {
  const bare = text
    .slice(0, LIMIT + 1)
    .trim()
    .replace(
      /^(?:export +|set +|\$env:)?[A-Za-z_][A-Za-z0-9_]* *= *(?=["']?(?:jdbc:)?[a-z][a-z0-9+.-]*:\/\/)/i,
      '',
    )
    .replace(/^(?:psql|pgcli|mysqlsh|mongosh|mongo|redis-cli -u|nats -s) +/, '')
  const unquoted = /^(["'])(.*)\1;?$/s.exec(bare)?.[2] ?? bare
  return unquoted.trim().replace(/^jdbc:/i, '')
}

/** Splits `scheme://user:password@host:port/path?parameters`. The password may be raw or percent-encoded. */
function splitConnection(text: string) {
  const [start = '', scheme = ''] = /^([a-z][a-z0-9+.-]*):\/\//i.exec(text) ?? []
  if (start === '' || text.length > LIMIT) return undefined
  const rest = text.slice(start.length)
  const login = rest.split('@', TRIES + 1)
  // The login ends at the first @ that an address follows: a raw password may contain others, and so may a parameter.
  for (let parts = 0; parts < Math.min(login.length, TRIES); parts++) {
    const before = login.slice(0, parts).join('@')
    const address = splitAddress(parts === 0 ? rest : rest.slice(before.length + 1))
    const isLogin = parts > 0 || login.length === 1
    if (address && isLogin) return { scheme, login: parts === 0 ? undefined : before, ...address }
  }
  return undefined
}
/** At most this many @ are tried as the end of the login. */
const TRIES = 20

function splitAddress(text: string) {
  const [, host, port, others, path, query = ''] =
    /^(\[[^\]]+\]|[^:/?,;@\s]+)(?::(\d{1,5}))?(,[^/?\s]*)?(?:\/([^?@\s]*))?(?:\?([\w.-]+=\S*))?$/.exec(
      text,
    ) ?? []
  // Of several hosts, no form has room for all.
  return host === undefined || others !== undefined ? undefined : { host, port, path, query }
}

function fromConnectionString(
  { schemes = {}, path, parameters = {} }: Paste,
  text: string,
): Values | undefined {
  const connection = splitConnection(text)
  // `postgresql+psycopg2` names a driver of SQLAlchemy.
  const [scheme = ''] = connection?.scheme.toLowerCase().split(/\+(?!srv)/) ?? []
  const schemeValues = schemes[scheme]
  if (!connection || !schemeValues) return undefined
  const { login, host, port, path: rest, query } = connection
  const named = Object.fromEntries(new URLSearchParams(query))
  const [user = named.user, password = named.password] =
    login === undefined ? [] : splitAt(login, ':').map(decoded)
  return {
    ...schemeValues,
    host,
    ...(port && { port: Number(port) }),
    ...(user && { user }),
    ...(password && { password }),
    ...(path && rest && { [path]: decode(rest) }),
    ...valuesOfParameters(parameters, named),
  }
}

const decoded = (text: string | undefined) => (text === undefined ? undefined : decode(text))

const valuesOfParameters = (parameters: Record<string, string>, named: Record<string, string>) =>
  Object.fromEntries(
    Object.entries(parameters).flatMap(([parameter, field]) =>
      named[parameter] === undefined ? [] : [[field, named[parameter]]],
    ),
  )

/** The names of connection strings that consist of pairs: libpq, ADO.NET, Npgsql, and JDBC for SQL Server. */
const PAIR_NAMES: Record<string, 'host' | 'port' | 'user' | 'password' | 'path'> = {
  ...{ host: 'host', server: 'host', 'data source': 'host', port: 'port' },
  ...{
    user: 'user',
    username: 'user',
    'user id': 'user',
    uid: 'user',
    password: 'password',
    pwd: 'password',
  },
  ...{ dbname: 'path', database: 'path', databasename: 'path', 'initial catalog': 'path' },
}

/** A host with its port: `h`, `h:1433`, `tcp:h,1433`. */
const HOST = /^(?:tcp:)?(\[[^\]]+\]|[^,:;\s]+)(?:[,:](\d{1,5}))?$/i

/**
 * Reads `host=h dbname=d user=u` and `Server=h,1433;Database=d;User ID=u`. Returns undefined for several hosts, because
 * no form has room for all.
 */
function fromPairs({ schemes, path, parameters = {} }: Paste, text: string): Values | undefined {
  if (!schemes || text.length > LIMIT) return undefined
  const [, jdbcHost, jdbcPairs] = /^sqlserver:\/\/([^;]+);(.*)$/s.exec(text) ?? []
  const body = jdbcPairs ?? text
  // ADO.NET takes braces literally.
  const hasBraces = jdbcPairs !== undefined || /(?:^|;)\s*driver\s*=/i.test(text)
  const named = readPairs(body, { hasBraces })
  const values: Record<string, string> = {}
  for (const [name, value] of Object.entries(named)) {
    const meaning = Object.hasOwn(PAIR_NAMES, name) ? PAIR_NAMES[name] : undefined
    if (meaning) values[meaning] ??= value
  }
  const [, host, port = values.port] = HOST.exec(jdbcHost ?? values.host ?? '') ?? []
  if (host === undefined || Object.keys(values).length < 2) return undefined
  if (port?.includes(',') || 'failover partner' in named || 'failoverpartner' in named) return undefined
  return {
    host,
    ...(port && { port: Number(port) }),
    ...(values.user && { user: values.user }),
    ...(values.password && { password: values.password }),
    ...(path && values.path && { [path]: values.path }),
    ...valuesOfParameters(parameters, named),
  }
}

/**
 * Reads `name=value` pairs. Separated by semicolons, a value in quotation marks or braces doubles the closing one inside;
 * separated by spaces, a backslash precedes it. The names are returned in lower case; none if a value has no end.
 */
function readPairs(text: string, { hasBraces }: { hasBraces: boolean }): Record<string, string> {
  const isList = text.includes(';')
  const pairs: Record<string, string> = {}
  for (let at = 0; ; at++) {
    const equals = text.indexOf('=', at)
    if (equals < 0) return pairs
    const name = text.slice(at, equals).replace(/^;/, '').trim().toLowerCase()
    at = equals + 1
    while (isSpace(text.charAt(at))) at++
    const opening = text.charAt(at)
    const closing = /["']/.test(opening) ? opening : hasBraces && opening === '{' ? '}' : undefined
    if (closing) at++
    let value = ''
    for (; at < text.length; at++) {
      const character = text.charAt(at)
      const isEnd = closing ? character === closing : isList ? character === ';' : isSpace(character)
      const isEscape = isList ? isEnd && closing === text.charAt(at + 1) : character === '\\'
      if (isEnd && !isEscape) break
      if (isEscape) at++
      value += text.charAt(at)
    }
    if (closing && at === text.length) return {}
    pairs[name] = closing ? value : value.trim()
  }
}

const isSpace = (character: string) => character !== '' && character.trim() === ''

function fromJson({ json = {} }: Paste, text: string): Values | undefined {
  if (!/^\s*\{/.test(text)) return undefined
  let file: unknown
  try {
    file = JSON.parse(text)
  } catch {
    return undefined
  }
  const values = Object.entries(json).map(([field, pointer]) => [field, atPointer(file, pointer)] as const)
  return isRecord(file) ? Object.fromEntries(values.filter(([, value]) => value !== undefined)) : undefined
}

function splitAt(text: string, separator: string): [string, string?] {
  const at = text.indexOf(separator)
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + separator.length)]
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/**
 * Removes text that users copy together with a secret of a header: the prefix that the placement adds itself (“Bearer
 * …”), and the name of the header or variable. Returns any other text unchanged, because a password may look like that.
 */
export function stripSecretPrefix({ place }: Method, field: string, text: string): string {
  const prefixes = place.flatMap((placement) => {
    const isPlaced =
      placement.in === 'header' && 'value' in placement && templateFields(placement.value).includes(field)
    return isPlaced ? [placement.value.slice(0, placement.value.indexOf('{{'))] : []
  })
  if (prefixes.length === 0) return text
  const withoutName = text
    .trim()
    .replace(/^(?:authorization|[\w-]*(?:key|token|secret))\s*[:=]\s*(?=\S)/i, '')
  for (const prefix of prefixes) {
    const word = prefix.trim()
    if (word && withoutName.toLowerCase().startsWith(`${word.toLowerCase()} `)) {
      return withoutName.slice(word.length).trim()
    }
  }
  return withoutName === text.trim() ? text : withoutName.replace(/^(["'])(.*)\1$/, '$2')
}
