import type { Method, Paste } from '../component.ts'
import { describeFields, isRecord } from '../schema.ts'
import { atPointer, matchesJson } from './classify-response.ts'
import { templateFields } from './template.ts'

type Values = Record<string, unknown>

/** What a pasted text says: values for the fields of a method, or why it can’t be used, as a sentence for users. */
export type PastedText = { values: Values } | { refusal: string }

/**
 * Reads a pasted connection string, command or JSON key file. Either all of its login and address fit in the fields of the
 * method, or it is refused: with a part of it, users would connect to something else. Returns undefined for any other text.
 */
export function parsePastedText(
  method: Pick<Method, 'fields' | 'paste'>,
  text: string,
): PastedText | undefined {
  const { paste } = method
  if (!paste) return undefined
  const bare = withoutSurroundings(text)
  try {
    const found =
      fromCommand(paste, bare) ??
      fromConnectionString(paste, bare) ??
      fromPairs(paste, bare) ??
      fromJson(paste, text)
    const values = found && acceptedValues(method, found)
    return values && Object.keys(values).length > 0 ? { values } : undefined
  } catch (error) {
    if (error instanceof Refusal) return { refusal: error.message }
    throw error
  }
}

/** A text that was recognized, but can’t be used completely. */
class Refusal extends Error {}

const SEVERAL_HOSTS =
  'The pasted text has several hosts, but this method takes one. Paste it with one of the hosts.'

/** The parts of a connection string that must not get lost. */
const ESSENTIAL = /^(?:host|port|user|password)$/

/** Returns the values that the fields accept. @throws Refusal when one that must not get lost is not accepted */
function acceptedValues({ fields, paste }: Pick<Method, 'fields' | 'paste'>, found: Values): Values {
  const described = new Map(describeFields(fields).map((field) => [field.name, field]))
  const accepted = Object.entries(found).flatMap(([name, value]): [string, unknown][] => {
    if (value === undefined) return []
    const isEssential = ESSENTIAL.test(name) || name === paste?.path || name === paste?.hosts
    const field = described.get(name)
    if (!field) {
      if (!isEssential) return []
      throw new Refusal(
        `This text contains a ${name}, for which this method has no field. Choose another method.`,
      )
    }
    // Numbers in a URL are text, so both types are tried.
    const candidates = typeof value === 'string' && /^\d+$/.test(value) ? [value, Number(value)] : [value]
    const fits = candidates
      .map((candidate) => fields.shape[name]?.safeParse(candidate))
      .find((parsed) => parsed?.success)
    if (!fits && isEssential) {
      throw new Refusal(
        `The pasted text can’t be used: its value for “${field.meta.label}” is not valid here.`,
      )
    }
    return fits ? [[name, fits.data]] : []
  })
  return Object.fromEntries(accepted)
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
    .replace(
      /^(?:psql(?: +-d)?|pgcli|mysqlsh|mongosh|mongo|nats +-s) +(?=["']?[a-z][a-z0-9+.-]*(?::\/\/| *=))/,
      '',
    )
  const unquoted = /^(["'])(.*)\1;?$/s.exec(bare)?.[2] ?? bare
  return unquoted.trim().replace(/^jdbc:/i, '')
}

/**
 * Splits `user:password@host:port/path?parameters`, also with several hosts. The password may be raw or percent-encoded.
 */
function splitConnection(text: string) {
  const login = text.split('@', TRIES + 1)
  // The login ends at the first @ that an address follows: a raw password may contain others, and so may a parameter.
  for (let parts = 0; parts < Math.min(login.length, TRIES); parts++) {
    const before = login.slice(0, parts).join('@')
    const address = splitAddress(parts === 0 ? text : text.slice(before.length + 1))
    const isLogin = parts > 0 || login.length === 1
    if (address && isLogin) return { login: parts === 0 ? undefined : before, ...address }
  }
  return undefined
}
/** At most this many @ are tried as the end of the login. */
const TRIES = 20

/** Returns the hosts, with their ports if there are several. */
function splitAddress(text: string) {
  const [, host, port, others = '', path, query = ''] =
    /^(\[[^\]]+\]|[^:/?,;@\s]*)(?::(\d{1,5}))?(,[^/?]*)?(?:\/([^?@\s]*))?(?:\?([\w.-]+=\S*))?$/.exec(text) ??
    []
  // libpq also takes the host from the query.
  const hasHost = host || (host === '' && /(?:^|&)host=/.test(query))
  // With a further @, this is part of a raw password, unless an address precedes the comma.
  const isPassword = others.includes('@') && port === undefined && !host?.includes('.')
  if (!hasHost || isPassword) return undefined
  if (others === '') return { hosts: host, port, path, query }
  return { hosts: `${host}${port ? `:${port}` : ''}${others}`, port: undefined, path, query }
}

function fromConnectionString(paste: Paste, text: string): Values | undefined {
  const { schemes = {}, path, parameters = {} } = paste
  // JDBC for MySQL names how several hosts are used: `mysql:replication://`.
  const [start = '', name = ''] = /^([a-z][a-z0-9+.-]*):(?:[a-z]+:)?\/\//i.exec(text) ?? []
  // `postgresql+psycopg2` names a driver of SQLAlchemy.
  const [scheme = ''] = name.toLowerCase().split(/\+(?!srv)/)
  if (!Object.hasOwn(schemes, scheme)) return undefined
  const address = text.slice(start.length)
  if (/[\s,;][a-z][a-z0-9+.-]*:\/\//i.test(address))
    throw new Refusal('The pasted text has several connection strings. Paste one of them.')
  // That of JDBC consists of pairs.
  if (/^sqlserver:\/\/[^;]*;/.test(text)) return undefined
  const connection = text.length > LIMIT ? undefined : splitConnection(address)
  if (!connection)
    throw new Refusal('The address in the pasted text is not understood. Enter the values one by one.')
  const { login, path: rest, query } = connection
  const named = Object.fromEntries(new URLSearchParams(query))
  const [user = named.user, password = named.password] =
    login === undefined ? [] : splitAt(login, ':').map(decoded)
  // libpq prefers the parameters.
  const hosts = named.host || connection.hosts
  const port = named.port || connection.port
  if (named.hostaddr?.includes(',')) throw new Refusal(SEVERAL_HOSTS)
  // The driver of Go for SQL Server takes the database from the query, and the instance from the path.
  const { database } = named
  const isInstance = scheme === 'sqlserver' && database !== undefined && Boolean(rest)
  const place = toAddress(paste, isInstance ? `${hosts}\\${rest}` : hosts, port)
  const pathValue = isInstance || !rest ? database : decode(rest)
  return {
    ...schemes[scheme],
    ...place,
    ...(user && { user }),
    ...(password && { password }),
    ...(path && pathValue && { [path]: pathValue }),
    ...encryptionOf(named),
    ...valuesOfParameters(parameters, named),
  }
}

/**
 * Returns the values for the hosts of a text: host and port of `host`, or of `host\instance` with a port; or the list of hosts,
 * for a method that takes several. SQL Server itself ignores the instance if there is a port:
 * https://learn.microsoft.com/sql/connect/jdbc/building-the-connection-url
 * @throws Refusal for several hosts that don't fit, and for an instance without a port, which a service at port 1434 would
 * have to name
 */
function toAddress({ hosts: list }: Paste, text: string, port: string | undefined): Values {
  if (port?.includes(',') || (text.includes(',') && !list)) throw new Refusal(SEVERAL_HOSTS)
  if (list) return { [list]: port ? `${text}:${port}` : text }
  const [host = '', instance] = splitAt(text, '\\')
  if (instance && !port) {
    throw new Refusal(
      `The pasted text names the instance ${instance.slice(0, 50)}, but not its port. Ask the database administrator for the port, and enter the values one by one.`,
    )
  }
  return { host, ...(port && { port: Number(port) }) }
}

const decoded = (text: string | undefined) => (text === undefined ? undefined : decode(text))

const valuesOfParameters = (parameters: Record<string, string>, named: Record<string, string>) =>
  Object.fromEntries(
    Object.entries(parameters).flatMap(([parameter, field]) =>
      named[parameter] === undefined ? [] : [[field, named[parameter]]],
    ),
  )

/** The modes of encryption, by their names in the drivers of PostgreSQL and MySQL without hyphens, spaces and case. */
const MODES: Record<string, string> = {
  ...{ disable: 'disable', disabled: 'disable', none: 'disable', require: 'require', required: 'require' },
  ...{ verifyca: 'verify-ca', verifyfull: 'verify-full', verifyidentity: 'verify-full' },
}

/** Returns the encryption that parameters choose: `sslmode`, `useSSL`, or those of SQL Server. */
function encryptionOf(named: Record<string, string>): { tls?: string } {
  const plain = (text: string) => text.toLowerCase().replace(/[-_ ]/g, '')
  const settings = Object.fromEntries(
    Object.entries(named).map(([name, value]) => [plain(name), plain(value)]),
  )
  const { sslmode = '', usessl, encrypt = '', trustservercertificate = '' } = settings
  const mode = Object.hasOwn(MODES, sslmode) ? MODES[sslmode] : undefined
  if (usessl === 'false' || /^(?:false|no|optional)$/.test(encrypt)) return { tls: 'disable' }
  if (/^(?:true|yes)$/.test(trustservercertificate) && (mode === undefined || mode === 'require'))
    return { tls: 'require' }
  return mode ? { tls: mode } : {}
}

type Part = 'host' | 'port' | 'user' | 'password' | 'path' | 'instance'

/** The names of connection strings that consist of pairs: libpq, ADO.NET, Npgsql, ODBC, and JDBC for SQL Server. */
const PAIR_NAMES: Record<string, Part> = {
  ...{ host: 'host', server: 'host', 'data source': 'host', servername: 'host', hostaddr: 'host' },
  ...{ addr: 'host', address: 'host', 'network address': 'host', port: 'port', portnumber: 'port' },
  ...{ user: 'user', username: 'user', 'user name': 'user', 'user id': 'user', userid: 'user', uid: 'user' },
  ...{ password: 'password', pwd: 'password', instancename: 'instance' },
  ...{ dbname: 'path', database: 'path', databasename: 'path', 'initial catalog': 'path' },
}

/** A host with its port: `h`, `h:1433`, `tcp:h,1433`, and for SQL Server with its instance. */
const HOST = /^(?:tcp:)?(\[[^\]]+\]|[^,:;\s]+)(?:[,:] ?(\d{1,5}))?$/i

/** Logins of SQL Server with a Windows or Microsoft Entra account. */
const isOtherLogin = (named: Record<string, string>) =>
  /^(?:true|yes|sspi)$/i.test(
    named['integrated security'] ?? named.integratedsecurity ?? named.trusted_connection ?? '',
  ) || !/^(?:|sql ?password|notspecified)$/i.test(named.authentication ?? '')

/** Reads `host=h dbname=d user=u` and `Server=h,1433;Database=d;User ID=u`. @throws Refusal for several hosts */
function fromPairs(paste: Paste, text: string): Values | undefined {
  const { schemes, path, parameters = {} } = paste
  if (!schemes || text.length > LIMIT) return undefined
  const [, jdbcHost, jdbcPairs] = /^sqlserver:\/\/([^;]*);(.*)$/s.exec(text) ?? []
  const body = jdbcPairs ?? text
  // ADO.NET takes braces literally.
  const hasBraces = jdbcPairs !== undefined || /(?:^|;)\s*driver\s*=/i.test(text)
  const named = readPairs(body, { hasBraces })
  const values: Partial<Record<Part, string>> = {}
  for (const [name, value] of Object.entries(named)) {
    const meaning = Object.hasOwn(PAIR_NAMES, name) ? PAIR_NAMES[name] : undefined
    if (meaning) values[meaning] ??= value
  }
  const server = jdbcHost || values.host
  if (server === undefined || (!jdbcHost && Object.keys(values).length < 2)) return undefined
  const isMirrored = Object.keys(named).some((name) => /^failover[ _]?partner$/.test(name))
  const isSeveral = named.hostaddr?.includes(',') || (/,/.test(server) && !/^[^,]+, ?\d+$/.test(server))
  if (isSeveral || isMirrored) throw new Refusal(SEVERAL_HOSTS)
  const [, host, port = values.port] = HOST.exec(server) ?? []
  if (host === undefined)
    throw new Refusal('The address in the pasted text is not understood. Enter host and port.')
  if (isOtherLogin(named)) {
    throw new Refusal(
      'The pasted text signs in with a Windows or Microsoft Entra account, which can’t be used here. Enter a login of the database.',
    )
  }
  return {
    ...toAddress(paste, values.instance ? `${host}\\${values.instance}` : host, port),
    ...(values.user && { user: values.user }),
    ...(values.password && { password: values.password }),
    ...(path && values.path && { [path]: values.path }),
    ...encryptionOf(named),
    ...valuesOfParameters(parameters, named),
  }
}

/** The options of one command by their names, and the meanings of its other words in their order. */
interface Command {
  options: Record<string, Part | 'tls' | 'uri' | 'ignored'>
  words: readonly Part[]
  /** The environment variable with the password. */
  variable: string
}
const long = { '--host': 'host', '--port': 'port', '--user': 'user', '--password': 'password' } as const
const mysql: Command = {
  options: {
    ...long,
    '-h': 'host',
    '-P': 'port',
    '-u': 'user',
    '-p': 'password',
    '-D': 'path',
    '--database': 'path',
  },
  words: ['path'],
  variable: 'MYSQL_PWD',
}
/** The command-line clients, by the scheme of their connection strings. */
const COMMANDS: Record<string, Record<string, Command>> = {
  mysql: { mysql, mariadb: mysql },
  postgres: {
    psql: {
      options: {
        ...{ '--host': 'host', '--port': 'port', '--username': 'user', '--dbname': 'path' },
        ...{ '-h': 'host', '-p': 'port', '-U': 'user', '-d': 'path', '-W': 'ignored', '-w': 'ignored' },
      },
      words: ['path', 'user'],
      variable: 'PGPASSWORD',
    },
  },
  redis: {
    'redis-cli': {
      options: {
        ...{
          '-h': 'host',
          '-p': 'port',
          '-a': 'password',
          '--pass': 'password',
          '--user': 'user',
          '-n': 'path',
        },
        ...{ '--tls': 'tls', '-u': 'uri', '--no-auth-warning': 'ignored', '--askpass': 'ignored' },
      },
      words: [],
      variable: 'REDISCLI_AUTH',
    },
  },
  mssql: {
    sqlcmd: {
      options: { '-S': 'host', '-d': 'path', '-U': 'user', '-P': 'password', '-N': 'ignored' },
      words: [],
      variable: 'SQLCMDPASSWORD',
    },
  },
}

/** Reads the command line of a client, such as `mysql -h db.example.com -u ada -psecret shop`. */
function fromCommand(paste: Paste, text: string): Values | undefined {
  const commands = Object.entries(COMMANDS).find(([scheme]) => scheme in (paste.schemes ?? {}))?.[1]
  if (!commands || text.length > LIMIT) return undefined
  const [, variables = '', name = '', rest = ''] =
    /^((?:[A-Z_]{1,30}=\S{0,1000} +){0,3})([a-z-]{1,20}) +(.*)$/s.exec(text) ?? []
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (!command || !/(?:^|\s)-/.test(rest)) return undefined
  const values: Record<string, string> = {}
  const [variable, password] = splitAt(shellWords(variables)[0] ?? '', '=')
  if (variable === command.variable && password) values.password = password
  const words = shellWords(rest)
  let position = 0
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? ''
    if (!word.startsWith('-')) {
      const meaning = command.words[position++]
      if (!meaning)
        throw new Refusal(`“${name}” has a part that is not understood. Enter the values one by one.`)
      values[meaning] ??= word
      continue
    }
    const isLong = word.startsWith('--')
    const [option, attached] = isLong ? splitAt(word, '=') : [word.slice(0, 2), word.slice(2) || undefined]
    const meaning = Object.hasOwn(command.options, option) ? command.options[option] : undefined
    if (!meaning) {
      throw new Refusal(
        `The option ${option.slice(0, 20)} of “${name}” is not understood. Enter the values one by one.`,
      )
    }
    if (meaning === 'ignored') continue
    // Without a value directly behind it, mysql asks for the password.
    const asksFor = meaning === 'password' && command === mysql && attached === undefined
    if (asksFor) continue
    values[meaning] = meaning === 'tls' ? 'verify-full' : (attached ?? words[++at] ?? '')
  }
  const { host, port, path, uri, ...login } = values
  if (uri !== undefined) return fromConnectionString(paste, uri)
  if (host === undefined) return undefined
  const [, hostName = host, hostPort = port] = HOST.exec(host) ?? []
  return {
    ...toAddress(paste, hostName, hostPort),
    ...('--tls' in command.options && { tls: 'disable' }),
    ...login,
    ...(paste.path && path && { [paste.path]: path }),
  }
}

/** Splits a command line into words, without quotation marks and backslashes. One before a letter is kept, as in Windows. */
function shellWords(text: string): string[] {
  const words: string[] = []
  let word: string | undefined
  let quote = ''
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at)
    if (quote === '' && isSpace(character)) {
      if (word !== undefined) words.push(word)
      word = undefined
    } else if (character === quote) quote = ''
    else if (quote === '' && /["']/.test(character)) {
      quote = character
      word ??= ''
    } else {
      const isEscape = character === '\\' && quote !== "'" && /[^a-z0-9]/i.test(text.charAt(at + 1))
      if (isEscape) at++
      word = (word ?? '') + text.charAt(at)
    }
  }
  return word === undefined ? words : [...words, word]
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

/** Reads a JSON key file. @throws Refusal for a file that can't be used */
function fromJson({ json = {}, refused = [] }: Paste, text: string): Values | undefined {
  if (!/^\s*\{/.test(text)) return undefined
  let file: unknown
  try {
    file = JSON.parse(text)
  } catch {
    return undefined
  }
  const refusal = refused.find((rule) => matchesJson(rule.json, file))
  if (refusal) throw new Refusal(refusal.message)
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
