import { fromDefinition, toDefinition } from '@stepkey/shared/definition'
import { describe, expect, it } from 'vitest'
import { type ImportNote, importComponent } from './import-component.ts'

const imported = (document: object) => {
  const result = importComponent('component.json', JSON.stringify(document), { id: 'custom:acme' })
  // The form round-trips.
  expect(toDefinition(fromDefinition(result.definition))).toEqual(result.definition)
  return result
}
const textsOf = (notes: ImportNote[]) => notes.map(({ text }) => text).join('\n')
/** A component.json in the form of elastic.io, with these credentials. */
const descriptor = (credentials: object | undefined, more: object = {}) => ({
  title: 'Acme CRM',
  description: 'Contacts of Acme.',
  docsUrl: 'https://acme.example/docs',
  ...(credentials && { credentials }),
  actions: {
    upsert: { title: 'Upsert', main: './lib/upsert.js', fields: { x: { viewClass: 'TextFieldView' } } },
  },
  ...more,
})

describe('importing a component.json', () => {
  it('turns every view class into a field, in the order of the form', () => {
    const view = (viewClass: string, more: object = {}) => ({ viewClass, label: viewClass, ...more })
    const { definition, leftOut, guessed } = imported(
      descriptor({
        fields: {
          text: view('TextFieldView', {
            required: true,
            placeholder: 'acme',
            note: 'The <b>name</b> of the account.',
          }),
          first: view('TextFieldView', { order: 9, prefix: 'https://', suffix: '.acme.example' }),
          second: view('SelectView', {
            order: 5,
            model: { eu: 'Europe', us: 'America' },
            prompt: 'Choose a region',
          }),
          note: view('TextFieldWithNoteView', {
            help: { description: 'See the page.', link: 'https://acme.example/help' },
          }),
          password: view('PasswordFieldView', { required: true, placeholder: 'Paste it' }),
          privateKey: view('TextAreaView'),
          area: view('TextAreaView'),
          check: view('CheckBoxView'),
          several: view('MultiSelectView', { model: { a: 'A', b: 'B' } }),
          dynamic: view('SelectView', { model: 'getAccounts' }),
          odd: view('CodeView', { value: 's3cret-value' }),
          apiKey: view('TextFieldWithNoteView', { label: 'API key', required: true }),
          uri: view('TextFieldView', { placeholder: 'amqp://user:pass@host' }),
        },
      }),
    )
    const { properties, required } = definition.methods.credentials?.fields ?? {}
    expect(Object.keys(properties ?? {}).slice(0, 3)).toEqual(['first', 'second', 'text'])
    expect(properties).toMatchObject({
      text: { type: 'string', 'x-placeholder': 'acme', description: 'The name of the account.' },
      first: { 'x-prefix': 'https://', 'x-suffix': '.acme.example' },
      second: {
        enum: ['eu', 'us'],
        'x-options': { eu: 'Europe', us: 'America' },
        description: 'Choose a region',
      },
      note: { description: 'See the page.', 'x-helpUrl': 'https://acme.example/help' },
      password: { writeOnly: true },
      privateKey: { format: 'multiline', writeOnly: true },
      area: { format: 'multiline' },
      check: { type: 'boolean', default: false },
      several: { type: 'array', items: { enum: ['a', 'b'] } },
      dynamic: { type: 'string' },
      odd: { type: 'string' },
      apiKey: { title: 'API key', writeOnly: true },
      uri: { writeOnly: true },
    })
    expect(required).toEqual(['text', 'password', 'apiKey'])
    expect(definition.methods.credentials?.verify).toEqual({
      untestable: expect.stringContaining('doesn’t describe requests'),
    })
    expect(textsOf(leftOut)).toContain('The options of a field come from code')
    expect(textsOf(guessed)).toContain('the view class “CodeView” became a text')
    expect(JSON.stringify([definition, leftOut, guessed])).not.toContain('s3cret-value')
  })

  it('turns OAuth with fields and environment variables in its addresses into a token request', () => {
    const { definition, leftOut } = imported(
      descriptor(
        {
          fields: {
            region: {
              viewClass: 'SelectView',
              label: 'Region',
              required: true,
              model: { eu: 'EU', us: 'US' },
            },
            oauth: { viewClass: 'OAuthFieldView', label: 'Authentication', required: true },
          },
          oauth2: {
            client_id: '{{ACME_KEY}}',
            client_secret: 's3cret-client',
            auth_uri: 'https://{{region}}.acme.example/authorize?resource={{encode region}}',
            token_uri: 'https://{{region}}.acme.example/token',
            scopes: ['contacts', 'offline_access', '{{bad}}'],
            access_type: 'offline',
            prompt: 'consent',
          },
        },
        { envVars: { ACME_KEY: { required: true, description: 'Client' } } },
      ),
    )
    expect(definition.methods.oauth).toMatchObject({
      token: {
        grant: 'authorization_code',
        authorizeUrl: 'https://{{region}}.acme.example/authorize?resource={{region|urlencode}}',
        url: 'https://{{region}}.acme.example/token',
        scope: 'contacts offline_access',
        authorizeParameters: { access_type: 'offline', prompt: 'consent' },
      },
      place: [{ in: 'header', name: 'authorization', value: 'Bearer {{token.access_token}}' }],
      verify: { token: 'is the proof' },
      fields: { required: ['region'] },
    })
    expect(definition.methods.oauth?.token).not.toHaveProperty('clientId')
    expect(textsOf(leftOut)).toContain('The environment variable ACME_KEY is the client.')
    expect(JSON.stringify([definition, leftOut])).not.toContain('s3cret-client')
  })

  it('gives the client to each credential when a variable is the whole host', () => {
    const { definition, guessed } = imported(
      descriptor({
        fields: { oauth: { viewClass: 'OAuthFieldView' } },
        oauth2: { auth_uri: 'https://{{AUTH_HOST}}/authorize', token_uri: 'https://{{AUTH_HOST}}/token' },
      }),
    )
    expect(definition.methods.oauth).toMatchObject({
      token: {
        url: 'https://{{authHost}}/token',
        clientId: '{{clientId}}',
        clientSecret: '{{clientSecret}}',
      },
      fields: { required: ['authHost', 'clientId', 'clientSecret'] },
    })
    expect(textsOf(guessed)).toContain('The variable AUTH_HOST of an address became a field.')
  })

  it('turns HTTPAuthView into a method for each way to authenticate', () => {
    const credentials = {
      fields: {
        auth: { viewClass: 'HTTPAuthView', required: false },
        url: { viewClass: 'TextFieldView', label: 'URL', required: true },
      },
    }
    const types = { authClientTypes: ['basic', 'api_key', 'noauth'] }
    expect(imported(descriptor(credentials, types)).definition.methods).toMatchObject({
      basic: { place: [{ in: 'basic', user: '{{user}}', password: '{{password}}' }] },
      apiKey: { place: [{ in: 'header', name: '{{headerName}}', value: '{{apiKey}}' }] },
    })
    expect(Object.keys(imported(descriptor(credentials)).definition.methods)).toEqual([
      'basic',
      'apiKey',
      'oauth',
    ])
  })

  it.each([
    [undefined, 'no field for credentials'],
    [{ fields: {} }, 'no field for credentials'],
    [{ fields: { auth: { viewClass: 'WebhookAuthView' } } }, 'protects incoming requests'],
    [{ fields: { oauth: { viewClass: 'OAuthFieldView' } }, oauth1: {} }, 'OAuth 1.0 is not supported'],
    [{ fields: { a: { viewClass: 'TextFieldView' } }, verifier: 'io.acme.Verifier' }, 'The verifier is code'],
  ])('says what is left out of the credentials %j', (credentials, text) => {
    expect(textsOf(imported(descriptor(credentials)).leftOut)).toContain(text)
  })

  it('refuses other documents', () => {
    expect(() => imported({ name: 'x' })).toThrow('must be a component.json')
  })
})
