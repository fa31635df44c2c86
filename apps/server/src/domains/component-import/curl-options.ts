import type { Notes } from './imported-component.ts'
import { unreadable } from './read-document.ts'
import { parseQuery } from './recorded-address.ts'
import { splitShellWords } from './shell-words.ts'

/** What a curl command asks for: curl.se/docs/manpage.html. */
export interface CurlCommand {
  url: string
  method: string | undefined
  headers: [string, string][]
  cookies: string[]
  data: string[]
  /** Parameters that `--url-query` adds. */
  query: [string, string][]
  login?: string
  bearer?: true
  scheme: 'basic' | 'digest'
  /** The argument of `--aws-sigv4`: `aws:amz:region:service`. */
  sigv4?: string
  isHead: boolean
  /** `-G`: the data belongs to the query. */
  isGet: boolean
  /** `--json`: the data is JSON. */
  isJson: boolean
  hasForm: boolean
  clientCertificate: boolean
  authority: boolean
}

/** Short options that have an argument, which may follow directly, and their long names. */
const SHORT: Record<string, string> = {
  X: 'request',
  H: 'header',
  d: 'data',
  u: 'user',
  b: 'cookie',
  A: 'user-agent',
  e: 'referer',
  F: 'form',
  E: 'cert',
  o: 'output',
  x: 'proxy',
  U: 'proxy-user',
  m: 'max-time',
  w: 'write-out',
  c: 'cookie-jar',
  T: 'upload-file',
  K: 'config',
  r: 'range',
  C: 'continue-at',
  D: 'dump-header',
  y: 'speed-time',
  Y: 'speed-limit',
  z: 'time-cond',
  t: 'telnet-option',
  Q: 'quote',
  P: 'ftp-port',
}
/** Short options without an argument that matter here. */
const FLAGS: Record<string, string> = { G: 'get', I: 'head', k: 'insecure', n: 'netrc' }

/** Long options that have an argument, besides those of {@link SHORT}. All others have none. */
const WITH_ARGUMENT = new Set(
  `url data-raw data-binary data-ascii data-urlencode json url-query oauth2-bearer aws-sigv4 form-string key cacert capath
  cert-type key-type pass connect-timeout retry retry-delay retry-max-time resolve connect-to interface limit-rate max-redirs
  noproxy proxy-header socks5 socks5-hostname ciphers tls-max tls13-ciphers unix-socket variable expand-url dns-servers
  doh-url keepalive-time local-port login-options max-filesize netrc-file output-dir pinnedpubkey preproxy proto
  proto-default proxy-cert proxy-key range rate request-target service-name stderr trace trace-ascii delegation engine
  hostpubmd5 krb libcurl mail-from ssl-sessions create-file-mode abstract-unix-socket egd-file expect100-timeout
  happy-eyeballs-timeout-ms haproxy-clientip ip-tos crlfile curves sigalgs`.split(/\s+/),
)

/** Reads a command. @throws DomainError invalid_input if it is no curl command with an address */
export function readCurlCommand(document: string, notes: Notes): CurlCommand {
  const { words, end, isUnclosed } = splitShellWords(document)
  if (isUnclosed)
    throw unreadable('The document has a quotation mark that is not closed. Copy the whole command.')
  const start = words[0] === '$' || words[0] === '%' ? 1 : 0
  if (!/^(?:.*[\\/])?curl(?:\.exe)?$/i.test(words[start]?.slice(0, 300) ?? ''))
    throw unreadable('The document must be one command that begins with curl.')
  if (end !== undefined && /[|;&<>]/.test(end))
    notes.add('leftOut', `What follows “${end}” in the command was left out.`)
  const command: CurlCommand = {
    url: '',
    method: undefined,
    headers: [],
    cookies: [],
    data: [],
    query: [],
    scheme: 'basic',
    isHead: false,
    isGet: false,
    isJson: false,
    hasForm: false,
    clientCertificate: false,
    authority: false,
  }
  const rest = words.slice(start + 1)
  for (let at = 0; at < rest.length; at++) {
    const word = rest[at] ?? ''
    if (word === '--next' || word === '-:') {
      notes.add('leftOut', 'Only the first request of the command was imported.')
      break
    }
    for (const { name, argument } of optionsIn(word)) {
      if (name === undefined) setUrl(command, argument ?? '', notes)
      else if (argument === undefined && hasArgument(name)) apply(command, name, rest[++at] ?? '', notes)
      else apply(command, name, argument ?? '', notes)
    }
  }
  if (command.url === '')
    throw unreadable('The document’s command has no address. Add the URL of the request.')
  return command
}

const hasArgument = (name: string) => WITH_ARGUMENT.has(name) || ARGUMENT_NAMES.has(name)
const ARGUMENT_NAMES = new Set(Object.values(SHORT))

/** Returns the options in one word: one long option, several short ones, or an address, which has no name. */
function optionsIn(word: string): { name?: string; argument?: string }[] {
  const long = /^--([a-z][a-z0-9.-]{0,60})(?:=([\s\S]*))?$/.exec(word)
  if (long) return [{ name: long[1] ?? '', argument: long[2] }]
  if (!/^-[^-]/.test(word)) return word.startsWith('-') ? [] : [{ argument: word }]
  const options: { name?: string; argument?: string }[] = []
  for (let at = 1; at < word.length && at < 30; at++) {
    const letter = word.charAt(at)
    const name = SHORT[letter]
    if (name === undefined || !Object.hasOwn(SHORT, letter)) {
      options.push({ name: Object.hasOwn(FLAGS, letter) ? FLAGS[letter] : '' })
      continue
    }
    const argument = word.slice(at + 1)
    return [...options, argument === '' ? { name } : { name, argument }]
  }
  return options
}

function setUrl(command: CurlCommand, url: string, notes: Notes): void {
  if (command.url === '') command.url = url
  else notes.add('leftOut', 'The command has several addresses. Only the first one was imported.')
}

function apply(command: CurlCommand, name: string, argument: string, notes: Notes): void {
  switch (name) {
    case 'url':
    case 'expand-url':
      setUrl(command, argument, notes)
      return
    case 'request':
      command.method = argument.toUpperCase()
      return
    case 'header':
      addHeader(command, argument, notes)
      return
    case 'user':
      command.login = argument
      return
    case 'cookie':
      if (argument.includes('=')) command.cookies.push(argument)
      else notes.add('leftOut', 'The file with cookies was left out.')
      return
    case 'data':
    case 'data-ascii':
    case 'data-raw':
    case 'data-binary':
    case 'data-urlencode':
    case 'json':
      command.isJson ||= name === 'json'
      if (name !== 'data-raw' && /^(?:[^=]*@)/.test(argument.slice(0, 200)) && !/^\s*[{[]/.test(argument))
        notes.add('leftOut', 'The data that the command reads from a file was left out.')
      else command.data.push(argument)
      return
    case 'url-query':
      command.query.push(...parseQuery(argument))
      return
    case 'oauth2-bearer':
      command.bearer = true
      return
    case 'aws-sigv4':
      command.sigv4 = argument
      return
    case 'form':
    case 'form-string':
      command.hasForm = true
      return
    case 'digest':
      command.scheme = 'digest'
      return
    case 'get':
      command.isGet = true
      return
    case 'head':
      command.isHead = true
      return
    case 'cert':
    case 'key':
      command.clientCertificate = true
      return
    case 'cacert':
      command.authority = true
      return
  }
  const left = LEFT_OUT[name]
  if (left !== undefined && Object.hasOwn(LEFT_OUT, name)) notes.add('leftOut', left)
}

const PROXY = 'The proxy was left out. The operator of Stepkey configures proxies.'
const OWN_SCHEME =
  'The way to sign in that the command uses is not supported. HTTP basic was imported instead.'
const LEFT_OUT: Record<string, string> = {
  insecure: 'The option -k was left out, because Stepkey always checks certificates.',
  proxy: PROXY,
  'proxy-user': PROXY,
  socks5: PROXY,
  'socks5-hostname': PROXY,
  preproxy: PROXY,
  ntlm: OWN_SCHEME,
  negotiate: OWN_SCHEME,
  anyauth: OWN_SCHEME,
  netrc: 'The login in the file .netrc was left out. Add a method for it.',
  'netrc-file': 'The login in the file .netrc was left out. Add a method for it.',
  config: 'The options in the file of --config were left out.',
  resolve: 'The option --resolve was left out, because Stepkey looks the host up itself.',
  'connect-to': 'The option --connect-to was left out, because Stepkey looks the host up itself.',
  'unix-socket': 'The Unix socket was left out, because Stepkey connects to hosts only.',
  'upload-file': 'The file that the command uploads was left out.',
}

function addHeader(command: CurlCommand, text: string, notes: Notes): void {
  const at = text.indexOf(':')
  if (text.startsWith('@'))
    notes.add('leftOut', 'The headers that the command reads from a file were left out.')
  else if (at > 0) command.headers.push([text.slice(0, at).trim(), text.slice(at + 1).trim()])
}
