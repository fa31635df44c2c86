import { isLiteral, plainText } from './document-text.ts'
import { memberOf, textOf } from './json-values.ts'
import {
  addClientCertificate,
  addLogin,
  createForm,
  keyLabel,
  type MethodDraft,
  secretField,
} from './method-draft.ts'
import { type Alternative, schemePointer, typeOf } from './openapi-alternatives.ts'
import { addAwsSignature, isAwsSignature } from './openapi-aws.ts'
import { flowParts, hasUsableFlow } from './openapi-oauth.ts'
import { addBearer, type Build, type Part, type SchemeContext, usesAuthorization } from './openapi-parts.ts'
import { hasKeyValue } from './secret-names.ts'

/** The number of methods that the flows of one alternative can become. */
const METHODS_PER_ALTERNATIVE = 4

/**
 * Returns the methods of one alternative, without a verification. All of its schemes apply together; each usable OAuth flow
 * makes a method. None if a scheme is not supported.
 */
export function methodsOf(alternative: Alternative, context: SchemeContext): Omit<MethodDraft, 'verify'>[] {
  const { notes, addServers } = context
  let combinations: Part[][] = [[]]
  for (const [name, scheme] of withoutRepeatedOAuth(alternative.schemes, context)) {
    const parts = partsOf(name, scheme, context)
    combinations = combinations
      .flatMap((before) => parts.map((part) => [...before, part]))
      .slice(0, METHODS_PER_ALTERNATIVE)
  }
  return combinations.flatMap((parts) => {
    const form = createForm()
    const baseUrl = addServers(form)
    const build: Build = { form, place: [], titles: [] }
    if (parts.length === 0) return []
    if (!parts.every((part) => part(build))) {
      notes.add(
        'leftOut',
        'Two schemes that must apply together use the same part of the request, so their method was left out.',
      )
      return []
    }
    const { titles, ...method } = build
    const title = [...new Set(titles)].join(' and ')
    return [{ ...method, id: titleId(title), title, baseUrl }]
  })
}

const titleId = (title: string) => (title.startsWith('Connect with') ? 'oauth' : title)

/**
 * Generators require several schemes of the same authorization server together, one for each flow. Only the first one with
 * a usable flow counts, because a request has one access token.
 */
function withoutRepeatedOAuth(
  schemes: Map<string, unknown>,
  { api, notes }: SchemeContext,
): Map<string, unknown> {
  const oauth = [...schemes].filter(([, scheme]) => typeOf(scheme) === 'oauth2')
  const [kept] = oauth.find(([, scheme]) => hasUsableFlow(scheme)) ?? oauth[0] ?? []
  return new Map(
    [...schemes].filter(([name, scheme]) => {
      if (typeOf(scheme) !== 'oauth2' || name === kept) return true
      notes.add(
        'leftOut',
        'Of several OAuth schemes that apply together, only one was imported.',
        schemePointer(api, name),
      )
      return false
    }),
  )
}

/** Returns the parts of a Security Scheme Object: one for each way to use it, or none. */
function partsOf(name: string, scheme: unknown, context: SchemeContext): Part[] {
  const { api, notes } = context
  const at = schemePointer(api, name)
  const type = typeOf(scheme)
  const understood = (text: string, part: Part): Part[] => {
    notes.add('understood', text, at)
    return [part]
  }
  switch (type) {
    case 'apikey':
      return isAwsSignature(scheme)
        ? [(build) => addAwsSignature(build, context)]
        : apiKeyParts(name, scheme, context)
    case 'http basic':
      return understood('User and password are sent with HTTP basic.', addBasic)
    case 'http bearer':
      return understood('A token is sent in the header Authorization.', addBearer('Bearer token'))
    case 'http digest':
      return understood('User and password are used for HTTP digest.', (build) => {
        if (usesAuthorization(build)) return false
        build.signer = { scheme: 'digest', ...addLogin(build.form) }
        return build.titles.push('Digest') > 0
      })
    case 'oauth2':
    case 'openidconnect':
      return flowParts(name, scheme, context)
    case 'mutualtls':
    case 'http mutual':
      return understood('A client certificate is used (mutual TLS).', (build) => {
        build.tls = addClientCertificate(build.form)
        return build.titles.push('Client certificate') > 0
      })
  }
  notes.add(
    'leftOut',
    `A scheme of the type “${plainText(type, 40)}” is not supported, so its method was left out.`,
    at,
  )
  return []
}

const addBasic: Part = (build) => {
  if (usesAuthorization(build)) return false
  build.place.push({ in: 'basic', ...addLogin(build.form) })
  return build.titles.push('User and password') > 0
}

/** A token of HTTP: RFC 9110 section 5.6.2. */
const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}$/
const FRAMING =
  /^(?:host|content-length|transfer-encoding|connection|keep-alive|upgrade|te|trailer|expect|proxy-.*)$/i

/** Returns the parts of an API key: in a header, the query or a cookie. */
function apiKeyParts(schemeName: string, scheme: unknown, { api, notes }: SchemeContext): Part[] {
  const at = schemePointer(api, schemeName)
  const name = textOf(memberOf(scheme, 'name'))?.trim() ?? ''
  const where = textOf(memberOf(scheme, 'in'))?.toLowerCase()
  const isName =
    where === 'query' ? name.length <= 200 && isLiteral(name) : TOKEN.test(name) && !FRAMING.test(name)
  if (
    (where !== 'header' && where !== 'query' && where !== 'cookie') ||
    name === '' ||
    !isName ||
    hasKeyValue(name)
  ) {
    notes.add('leftOut', 'An API key whose place or name can’t be used was left out.', at)
    return []
  }
  const description = plainText(memberOf(scheme, 'description'), 1000)
  const isAuthorization = where === 'header' && /^authorization$/i.test(name)
  const isBearer = isAuthorization && /\bbearer\b/i.test(`${description} ${schemeName.replaceAll('_', ' ')}`)
  if (isBearer) {
    const isStated = /\bbearer (?:[<{[%$]|your|token|\S*(?:key|token))/i.test(
      String(memberOf(scheme, 'description')).slice(0, 2000),
    )
    notes.add(
      isStated ? 'understood' : 'guessed',
      'By its description, the header Authorization carries a key, with “Bearer ” before it.',
      at,
    )
    return [addBearer('Bearer token')]
  }
  const places = { header: 'the header', query: 'the query parameter', cookie: 'the cookie' }
  notes.add('understood', `A key is sent in ${places[where]} “${name}”.`, at)
  const isQuotable = description.length > 3 && description.length <= 500 && !hasKeyValue(description)
  const sent = `Sent in ${places[where]} “${name}”${isAuthorization ? ' exactly as you enter it' : ''}.`
  const label = isAuthorization ? 'Authorization' : keyLabel(name)
  return [
    (build) => {
      if (isAuthorization && usesAuthorization(build)) return false
      const help = isQuotable ? `${sent} ${description}` : sent
      const field = build.form.add(isAuthorization ? 'key' : name, secretField({ label, help }))
      build.place.push({ in: where, name, value: `{{${field}}}` })
      return build.titles.push(isAuthorization ? 'Key' : label) > 0
    },
  ]
}
