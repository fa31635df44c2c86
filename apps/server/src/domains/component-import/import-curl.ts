import { completeComponent } from './component-draft.ts'
import { type CurlCommand, readCurlCommand } from './curl-options.ts'
import { httpUrl, isLiteral } from './document-text.ts'
import { createNotes, type ImportedComponent, type Notes } from './imported-component.ts'
import { entriesOf } from './json-values.ts'
import {
  addClientCertificate,
  createForm,
  type Form,
  type HttpCheckDefinition,
  type MethodDefinition,
  type MethodDraft,
  secretField,
  textField,
} from './method-draft.ts'
import { parseQuery, queryTemplate, splitAddress } from './recorded-address.ts'
import {
  addAuthorization,
  addBasic,
  addCookies,
  addDigest,
  addHeaders,
  addKey,
  noCredentials,
  type Target,
  takeKeys,
} from './request-credentials.ts'
import { hasKeyValue, isKeyName } from './secret-names.ts'

/**
 * Imports a curl command: curl.se/docs/manpage.html. Its credentials become fields, and its request verifies them if it only
 * reads.
 * @throws DomainError invalid_input
 */
export function importCurl(document: string, { id }: { id: string }): ImportedComponent {
  const notes = createNotes()
  const command = readCurlCommand(document, notes)
  const form = createForm()
  const address = splitAddress(command.url, { form, notes })
  const target: Target = { form, notes, found: noCredentials() }
  const { found } = target
  const login = loginOf(command) ?? address.login
  if (command.sigv4 !== undefined) found.signer = addSigV4(command.sigv4, form, notes)
  else if (login && command.scheme === 'digest') addDigest(target)
  else if (login) addBasic(login, target)
  if (command.bearer) addAuthorization('Bearer x', target)
  addHeaders(command.headers, target)
  for (const cookies of command.cookies) addCookies(cookies, target)
  const isData = command.data.length > 0
  const query = [
    ...address.query,
    ...command.query,
    ...(command.isGet ? command.data.flatMap(parseQuery) : []),
  ]
  const path = address.path + queryTemplate(takeKeys(query, target), form, notes)
  const body = isData && !command.isGet ? readBody(command, target) : undefined
  if (command.hasForm)
    notes.add('leftOut', 'The multipart form was left out, because Stepkey doesn’t send such forms.')
  const tls = command.clientCertificate ? addClientCertificate(form) : undefined
  if (command.authority)
    notes.add('leftOut', 'The certificate authority was left out. Add a field for it if the API needs one.')
  const sent =
    command.method ??
    (command.isHead ? 'HEAD' : isData && !command.isGet ? 'POST' : command.hasForm ? 'POST' : 'GET')
  const hasSecret = found.place.length > 0 || found.signer !== undefined || tls !== undefined
  const method: MethodDraft = {
    id: found.title || 'key',
    title: found.title || (tls ? 'Client certificate' : found.signer ? 'Access key' : 'No key'),
    form,
    baseUrl: address.baseUrl,
    place: found.place,
    ...(found.signer && { signer: found.signer }),
    ...(tls && { tls }),
    verify: hasSecret
      ? checkOf(
          {
            sent,
            path,
            headers: found.headers,
            body,
            isBodyKey: found.place.some(({ in: part }) => part === 'body'),
          },
          notes,
        )
      : { untestable: 'The command has no key, so there is nothing to verify.' },
  }
  if (!hasSecret)
    notes.add('leftOut', 'The command has no key that could be recognized. Add a field and its place.')
  const url = httpUrl(address.baseUrl)
  const title = url?.hostname.replace(/^(?:api|www|rest)\.(?=[^.]+\.)/, '') ?? 'Imported API'
  notes.add('understood', `Requests go to ${url?.host ?? 'an address that users enter'}.`)
  return completeComponent({ id, title, docs: [], methods: [method] }, notes)
}

function loginOf({ login }: CurlCommand): { user: string; password: string | undefined } | undefined {
  if (login === undefined) return undefined
  const at = login.indexOf(':')
  return at < 0
    ? { user: login, password: undefined }
    : { user: login.slice(0, at), password: login.slice(at + 1) }
}

/** Reads `provider1[:provider2[:region[:service]]]`. Only AWS is supported. */
function addSigV4(argument: string, form: Form, notes: Notes): MethodDefinition['signer'] {
  const [, , region = '', service = ''] = argument.split(':')
  const known = /^[a-z0-9-]{1,50}$/
  if (!known.test(service))
    notes.add('guessed', 'The command names no AWS service, so “execute-api” was chosen.')
  const keyId = form.add(
    'accessKeyId',
    textField({ label: 'Access key ID', help: 'The public part of the key.' }),
  )
  const key = form.add(
    'secretAccessKey',
    secretField({ label: 'Secret access key', help: 'It belongs to the access key ID.' }),
  )
  const field = textField(
    { label: 'Region', help: 'The AWS region of the API.' },
    known.test(region) ? region : undefined,
  )
  notes.add('understood', 'Requests are signed with AWS Signature Version 4. The keys were left out.')
  return {
    scheme: 'aws-sigv4',
    accessKeyId: `{{${keyId}}}`,
    secretAccessKey: `{{${key}}}`,
    sessionToken: '',
    region: `{{${form.add('region', field)}}}`,
    service: known.test(service) ? service : 'execute-api',
  }
}

/** Reads the keys in a body, and returns the harmless rest of it; undefined if it can't be read. */
function readBody(
  { data, isJson, headers }: CurlCommand,
  target: Target,
): HttpCheckDefinition['body'] | undefined {
  const text = data.join(isJson ? '' : '&')
  const type = headers.find(([name]) => /^content-type$/i.test(name))?.[1] ?? ''
  if (isJson || /json/i.test(type) || /^\s*\{/.test(text)) {
    let json: unknown
    try {
      json = JSON.parse(text)
    } catch {
      target.notes.add('leftOut', 'The body of the request was left out, because it is not JSON.')
      return undefined
    }
    return {
      json: Object.fromEntries(entriesOf(json).filter(([name, value]) => !takeMember(name, value, target))),
    }
  }
  const pairs = parseQuery(text).filter(([name, value]) => !takeMember(name, value, target))
  return { form: Object.fromEntries(pairs) }
}

/** Makes a key in the body a placement. Returns whether the member is one, or must be left out for another reason. */
function takeMember(name: string, value: unknown, target: Target): boolean {
  const isText = typeof value === 'string'
  if (isKeyName(name) && (isText || typeof value === 'number')) {
    if (target.found.place.length < 18) addKey('body', name, target)
    return true
  }
  // Only short texts and numbers are kept. Deeper values may contain keys.
  if (!isText ? typeof value === 'object' : value.length > 200 || hasKeyValue(value) || !isLiteral(value)) {
    target.notes.add('leftOut', 'A value of the body was left out.')
    return true
  }
  return !isLiteral(name) || hasKeyValue(name)
}

/** Ends of paths whose POST requests only read, by the names that they have. */
const READS =
  /(?:^|[/._-])(?:me|whoami|test|verify|validate|status|ping|info|query|search|list|get|current)$/i

interface Recorded {
  sent: string
  path: string
  headers: Record<string, string>
  body: HttpCheckDefinition['body'] | undefined
  isBodyKey: boolean
}

/** Returns the check: the request itself if it only reads, or a guess. */
function checkOf(
  { sent, path, headers, body, isBodyKey }: Recorded,
  notes: Notes,
): MethodDefinition['verify'] {
  const check = {
    path,
    ...(Object.keys(headers).length > 0 && { headers }),
    ok: { status: '2xx' as const },
    control: true as const,
  }
  const [plainPath = ''] = path.split('?')
  if ((sent === 'GET' || sent === 'HEAD') && !body && !isBodyKey) {
    notes.add('understood', `The request of the command, ${sent}, verifies the key.`)
    return { method: sent, ...check }
  }
  if (sent === 'POST' && /\/graphql$/i.test(plainPath) && !isBodyKey) {
    notes.add(
      'guessed',
      'The key is verified with the GraphQL query { __typename }. If the API answers it without a key, choose another one.',
    )
    return { method: 'POST', ...check, body: { json: { query: '{ __typename }' } } }
  }
  if (isBodyKey || READS.test(plainPath)) {
    if (sent === 'POST' && READS.test(plainPath)) {
      notes.add(
        'guessed',
        'The request of the command is a POST that seems to only read. Check that it changes nothing.',
      )
      return { method: 'POST', ...check, ...(body && { body }) }
    }
    if (isBodyKey) {
      notes.add(
        'leftOut',
        'The key belongs to the body of a request that may change data, so no verification was proposed.',
      )
      return {
        untestable: 'The key is sent in the body of requests, and no request that only reads is known.',
      }
    }
  }
  notes.add(
    'guessed',
    `The command sends ${/^[A-Z]{1,10}$/.test(sent) ? sent : 'another method'}, which may change data. A GET request to the same path is proposed for the verification instead. Check its path.`,
  )
  return { method: 'GET', ...check }
}
