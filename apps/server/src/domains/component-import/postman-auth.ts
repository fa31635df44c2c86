import { httpUrl, isLiteral, labelOf, plainText } from './document-text.ts'
import { itemsOf, memberOf, textOf } from './json-values.ts'
import { type MethodDefinition, secretField, textField, urlField } from './method-draft.ts'
import { addBasic, addDigest, addKey, type Target } from './request-credentials.ts'

/** The auth of a request or folder: schema.postman.com/collection/json/v2.1.0, “auth”. */
export interface PostmanAuth {
  type: string
  /** Returns an attribute as text. In v2.1 attributes are a list, in v2.0 an object. */
  attribute(name: string): string
}

/** Reads an auth object; undefined if it has no type. */
export function authOf(auth: unknown): PostmanAuth | undefined {
  const type = textOf(memberOf(auth, 'type'))
  if (type === undefined) return undefined
  const attributes = memberOf(auth, type)
  const list = itemsOf(attributes).slice(0, 100)
  return {
    type,
    attribute: (name) => {
      const entry = list.find((item) => memberOf(item, 'key') === name)
      return textOf(entry === undefined ? memberOf(attributes, name) : memberOf(entry, 'value')) ?? ''
    },
  }
}

/** Returns what distinguishes two ways to authenticate. */
export const kindOf = ({ type, attribute }: PostmanAuth): string =>
  type === 'apikey' ? `apikey ${attribute('in')} ${attribute('key')}` : `${type} ${attribute('grant_type')}`

/** Adds an auth to a method. Returns its token request and title, or false if it is not supported. */
export function addAuth(
  auth: PostmanAuth,
  target: Target,
  title: string,
): { token?: MethodDefinition['token'] } | false {
  const { notes, found } = target
  switch (auth.type) {
    case 'apikey': {
      const name = auth.attribute('key').trim() || 'X-API-Key'
      if (isLiteral(name)) addKey(auth.attribute('in') === 'query' ? 'query' : 'header', name, target)
      else notes.add('leftOut', 'An API key whose name is a variable was left out.')
      return isLiteral(name) && {}
    }
    case 'bearer':
      addBearer(target, 'Token', 'Sent as “Authorization: Bearer …”. Enter only the token.')
      found.title ||= 'Bearer token'
      return {}
    case 'basic':
      addBasic({ user: auth.attribute('username'), password: undefined }, target)
      return {}
    case 'digest':
      addDigest(target)
      return {}
    case 'awsv4':
      found.signer = signerOf(auth, target)
      found.title ||= 'Access key'
      return {}
    case 'oauth2':
      return { token: tokenOf(auth, target, title) }
  }
  notes.add(
    'leftOut',
    `The authentication “${plainText(auth.type, 40)}” is not supported, so it was left out.`,
  )
  return false
}

function addBearer({ form, notes, found }: Target, label: string, help: string): void {
  notes.add('understood', 'A token is sent in the header Authorization. Its value was left out.')
  const field = form.add('accessToken', secretField({ label, help }))
  found.place.push({ in: 'header', name: 'authorization', value: `Bearer {{${field}}}` })
}

/** Returns an attribute as text for a template, or undefined if it contains variables. */
const literal = (text: string, pattern: RegExp): string | undefined => (pattern.test(text) ? text : undefined)

function signerOf({ attribute }: PostmanAuth, { form, notes }: Target): MethodDefinition['signer'] {
  notes.add('understood', 'Requests are signed with AWS Signature Version 4. The keys were left out.')
  const plain = /^[a-z0-9-]{1,50}$/
  const service = literal(attribute('service'), plain)
  if (service === undefined)
    notes.add('guessed', 'The collection names no AWS service, so “execute-api” was chosen.')
  const keyId = form.add(
    'accessKeyId',
    textField({ label: 'Access key ID', help: 'The public part of the key.' }),
  )
  const key = form.add(
    'secretAccessKey',
    secretField({ label: 'Secret access key', help: 'It belongs to the access key ID.' }),
  )
  const session = secretField({ label: 'Session token', help: 'Only for temporary keys.', advanced: true })
  const region = textField(
    { label: 'Region', help: 'The AWS region of the API.' },
    literal(attribute('region'), plain),
  )
  return {
    scheme: 'aws-sigv4',
    accessKeyId: `{{${keyId}}}`,
    secretAccessKey: `{{${key}}}`,
    sessionToken: `{{${form.add('sessionToken', session, false)}}}`,
    region: `{{${form.add('region', region)}}}`,
    service: service ?? 'execute-api',
  }
}

/** Returns the token request of OAuth 2.0, or undefined if users enter an access token. */
function tokenOf({ attribute }: PostmanAuth, target: Target, title: string): MethodDefinition['token'] {
  const { form, notes, found } = target
  const grant = attribute('grant_type') || 'authorization_code'
  if (!/^(?:authorization_code(?:_with_pkce)?|client_credentials)$/.test(grant)) {
    notes.add('leftOut', `The grant “${plainText(grant, 40)}” was left out, because OAuth 2.1 removes it.`)
    notes.add(
      'guessed',
      'Users enter an access token. Add the authorization code or client credentials grant if the provider has it.',
    )
    addBearer(target, 'Access token', 'An access token of the provider. It expires, often after an hour.')
    found.title ||= 'Access token'
    return undefined
  }
  const prefix = literal(attribute('headerPrefix').trim(), /^[A-Za-z][\w-]{0,40}$/) ?? 'Bearer'
  const value = '{{token.access_token}}'
  found.place.push(
    attribute('addTokenTo') === 'queryParams'
      ? { in: 'query', name: 'access_token', value }
      : { in: 'header', name: 'authorization', value: `${prefix} ${value}` },
  )
  const endpoint = (name: string, label: string) => {
    const url = attribute(name)
    const fixed = /[{}]/.test(url) ? undefined : httpUrl(url)?.href
    return (
      fixed ??
      `{{${form.add(label, urlField({ label, help: 'Listed in the documentation of the provider.' }))}}}`
    )
  }
  const help = 'From the app that you registered with the provider.'
  const clientId = `{{${form.add('clientId', textField({ label: 'Client ID', help }))}}}`
  const clientSecret = `{{${form.add('clientSecret', secretField({ label: 'Client secret', help: 'From the same app.' }))}}}`
  const clientAuth = attribute('client_authentication') === 'body' ? 'body' : 'basic'
  const scope = scopeOf(attribute('scope'), target)
  notes.add(
    'understood',
    `Tokens are requested with the grant ${grant} of OAuth 2.0. The client was left out.`,
  )
  if (grant === 'client_credentials') {
    found.title ||= 'Client credentials'
    const url = endpoint('accessTokenUrl', 'Token URL')
    return { grant, url, clientId, clientSecret, clientAuth, ...(scope && { parameters: { scope } }) }
  }
  found.title ||= `Connect with ${plainText(title, 150)}`
  return {
    grant: 'authorization_code',
    authorizeUrl: endpoint('authUrl', 'Authorization URL'),
    url: endpoint('accessTokenUrl', 'Token URL'),
    clientId,
    clientSecret,
    clientAuth,
    ...(scope && { scope }),
  }
}

/** Scopes with variables become a field. */
function scopeOf(text: string, { form }: Target): string | undefined {
  if (text.trim() === '') return undefined
  if (text.length <= 2000 && !/[{}]/.test(text)) return text.trim()
  return `{{${form.add('scope', textField({ label: labelOf('scopes'), help: 'Separated by spaces.' }), false)}}}`
}
