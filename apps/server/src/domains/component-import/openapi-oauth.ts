import { HARMLESS } from './component-draft.ts'
import { httpUrl, plainText } from './document-text.ts'
import { entriesOf, memberOf, textOf } from './json-values.ts'
import { type Form, scopesField, secretField, textField, urlField } from './method-draft.ts'
import { schemePointer, typeOf } from './openapi-alternatives.ts'
import { addBearer, type Build, type Part, type SchemeContext, usesAuthorization } from './openapi-parts.ts'

type Flow = 'authorizationCode' | 'clientCredentials' | 'implicit' | 'password'

/** The names of the flows in Swagger 2. */
const SWAGGER_FLOWS: Record<string, Flow> = {
  accessCode: 'authorizationCode',
  application: 'clientCredentials',
  implicit: 'implicit',
  password: 'password',
}

/** Returns the OAuth Flow Objects of a scheme. */
function flowsOf(scheme: unknown): [Flow, unknown][] {
  const flows = memberOf(scheme, 'flows')
  if (flows !== undefined) {
    return (['authorizationCode', 'clientCredentials', 'implicit', 'password'] as const).flatMap((flow) => {
      const value = memberOf(flows, flow)
      return typeof value === 'object' && value !== null ? [[flow, value]] : []
    })
  }
  const name = textOf(memberOf(scheme, 'flow')) ?? ''
  return Object.hasOwn(SWAGGER_FLOWS, name) ? [[SWAGGER_FLOWS[name] as Flow, scheme]] : []
}

/** Returns whether a scheme has a flow that Stepkey uses. */
export const hasUsableFlow = (scheme: unknown): boolean =>
  flowsOf(scheme).some(([flow]) => flow === 'authorizationCode' || flow === 'clientCredentials')

/**
 * Returns the parts of an OAuth 2.0 or OpenID Connect scheme, one for each usable flow. If there is none, users enter an
 * access token.
 */
export function flowParts(name: string, scheme: unknown, context: SchemeContext): Part[] {
  const { api, notes } = context
  const at = schemePointer(api, name)
  if (typeOf(scheme) === 'openidconnect') return [discoveryPart(name, scheme, context)]
  const flows = flowsOf(scheme)
  const parts = flows.flatMap(([flow, details]): Part[] => {
    if (flow === 'authorizationCode') return [(build) => addAuthorizationCode(build, name, details, context)]
    if (flow === 'clientCredentials') return [(build) => addClientCredentials(build, name, details, context)]
    const why = flow === 'implicit' ? 'OAuth 2.1 removes it' : 'it needs the password of the user'
    notes.add('leftOut', `The ${flow} flow was left out, because ${why}.`, at)
    return []
  })
  if (parts.length > 0) return parts
  notes.add(
    'guessed',
    'The document describes no flow that Stepkey uses, so users enter an access token. Add the authorization code or client credentials flow if the provider has it.',
    at,
  )
  return [addBearer('Access token', 'An access token of the provider. It expires, often after an hour.')]
}

/** Returns the endpoint of a flow if it is one fixed address. */
function endpointOf(details: unknown, member: string): string | undefined {
  const text = textOf(memberOf(details, member))
  return text === undefined || /[{}]/.test(text) ? undefined : httpUrl(text)?.href
}

/** Returns the template of an endpoint: its address, or a field. */
function endpoint(details: unknown, member: string, label: string, form: Form): string {
  const url = endpointOf(details, member)
  if (url !== undefined) return url
  const help =
    'Listed in the documentation of the provider. The imported document doesn’t have its whole address.'
  return `{{${form.add(label, urlField({ label, help }))}}}`
}

function addAuthorizationCode(build: Build, name: string, details: unknown, context: SchemeContext): boolean {
  if (usesAuthorization(build)) return false
  const { api, notes, title } = context
  const isFixed =
    endpointOf(details, 'authorizationUrl') !== undefined && endpointOf(details, 'tokenUrl') !== undefined
  notes.add(
    'understood',
    'Users connect in the browser, with the authorization code flow of OAuth 2.0.',
    schemePointer(api, name),
  )
  notes.add('guessed', HARMLESS.clientAuth)
  if (!isFixed)
    notes.add(
      'guessed',
      'An endpoint of OAuth is not a complete address, so users enter it.',
      schemePointer(api, name),
    )
  // Without complete addresses, the client belongs to each credential, because an app’s secret must stay with one provider.
  const client = isFixed ? {} : addClient(build.form)
  build.token = {
    grant: 'authorization_code',
    authorizeUrl: endpoint(details, 'authorizationUrl', 'Authorization URL', build.form),
    url: endpoint(details, 'tokenUrl', 'Token URL', build.form),
    ...client,
    clientAuth: 'basic',
    ...scopeOf(build.form, details, name, context),
  }
  return addAccessToken(build, `Connect with ${plainText(title, 150)}`)
}

function addClientCredentials(build: Build, name: string, details: unknown, context: SchemeContext): boolean {
  if (usesAuthorization(build)) return false
  const { api, notes } = context
  notes.add(
    'understood',
    'The client gets tokens with the client credentials flow of OAuth 2.0.',
    schemePointer(api, name),
  )
  notes.add('guessed', HARMLESS.clientAuth)
  const { scope } = scopeOf(build.form, details, name, context)
  build.token = {
    grant: 'client_credentials',
    url: endpoint(details, 'tokenUrl', 'Token URL', build.form),
    ...addClient(build.form),
    clientAuth: 'basic',
    ...(scope && { parameters: { scope } }),
  }
  return addAccessToken(build, 'Client credentials')
}

/** OpenID Connect Discovery 1.0 section 4: the issuer is the address before the well-known path. */
function discoveryPart(name: string, scheme: unknown, context: SchemeContext): Part {
  const { api, notes, title } = context
  const url = endpointOf(scheme, 'openIdConnectUrl')
  const issuer = url?.replace(/\/?(?:\.well-known\/openid-configuration)?\/?$/, '')
  const at = schemePointer(api, name)
  if (issuer === undefined) {
    notes.add(
      'guessed',
      'The scheme has no complete address of an OpenID provider, so users enter an access token.',
      at,
    )
    return addBearer('Access token')
  }
  return (build) => {
    if (usesAuthorization(build)) return false
    notes.add(
      'understood',
      'Users connect in the browser, with OpenID Connect. The provider publishes its endpoints.',
      at,
    )
    notes.add('guessed', HARMLESS.clientAuth)
    const scope = ['openid', ...(context.scopes.get(name) ?? [])].filter((text) => !/[\s{}]/.test(text))
    build.token = {
      grant: 'authorization_code',
      authorizeUrl: '',
      url: '',
      discover: issuer,
      clientAuth: 'basic',
      scope: [...new Set(scope)].join(' ').slice(0, 4000),
    }
    return addAccessToken(build, `Connect with ${plainText(title, 150)}`)
  }
}

function addAccessToken(build: Build, title: string): boolean {
  build.place.push({ in: 'header', name: 'authorization', value: 'Bearer {{token.access_token}}' })
  return build.titles.push(title) > 0
}

function addClient(form: Form): { clientId: string; clientSecret: string } {
  const help = 'From the app that you registered with the provider.'
  const clientId = form.add('clientId', textField({ label: 'Client ID', help }))
  const clientSecret = form.add(
    'clientSecret',
    secretField({ label: 'Client secret', help: 'From the same app.' }),
  )
  return { clientId: `{{${clientId}}}`, clientSecret: `{{${clientSecret}}}` }
}

/** The number of scopes that a field can offer. */
const SCOPES_LIMIT = 300

/** Adds a field for the scopes of a flow. Those that the verification request needs are chosen at first. */
function scopeOf(
  form: Form,
  details: unknown,
  name: string,
  { api, notes, scopes }: SchemeContext,
): { scope?: string } {
  const offered = entriesOf(memberOf(details, 'scopes')).filter(([scope]) => /^[^\s"\\]{1,200}$/.test(scope))
  if (offered.length === 0) return {}
  if (offered.length > SCOPES_LIMIT)
    notes.add(
      'leftOut',
      `Only ${SCOPES_LIMIT} of ${offered.length} scopes were imported.`,
      schemePointer(api, name),
    )
  const options = offered
    .slice(0, SCOPES_LIMIT)
    .map(([scope, about]): [string, string] => [scope, plainText(about, 100)])
  const needed = (scopes.get(name) ?? []).filter((scope) => options.some(([value]) => value === scope))
  return { scope: `{{${form.add('scopes', scopesField(options, [...new Set(needed)]), false)}}}` }
}
