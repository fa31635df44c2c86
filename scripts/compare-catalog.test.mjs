// biome-ignore-all lint/suspicious/noTemplateCurlyInString: this is the notation of Nango.
import { expect, it } from 'vitest'
import {
  compare,
  counterparts,
  describeComponent,
  describeN8n,
  describeNango,
  isSame,
} from './compare-catalog.mjs'

const acme = {
  id: 'acme',
  title: 'Acme',
  methods: {
    oauth: {
      baseUrl: 'https://{{site}}.acme.example/v1',
      token: {
        grant: 'authorization_code',
        authorizeUrl: 'https://acme.example/authorize',
        url: 'https://acme.example/token',
        pkce: false,
        scope: '{{scopes|join:,}}',
      },
      place: [{ in: 'header', name: 'authorization', value: 'Bearer {{token.access_token}}' }],
      verify: { method: 'GET', path: '/me?fields=id' },
    },
    key: {
      baseUrl: 'https://{{site}}.acme.example/v1',
      // Further headers, which the user defines, come before the key.
      place: [
        { in: 'header', lines: '{{headers}}' },
        { in: 'query', name: 'api_key', value: '{{key}}' },
      ],
      verify: { method: 'GET', path: '/me' },
    },
  },
}
const [oauth, key] = describeComponent(acme)

const nango = describeNango({
  acme: {
    display_name: 'Acme',
    auth_mode: 'OAUTH2',
    authorization_url: 'https://acme.example/authorize || https://eu.acme.example/authorize',
    token_url: 'https://acme.example/oauth/token',
    scope_separator: ',',
    disable_pkce: true,
    proxy: {
      base_url: 'https://${connectionConfig.subdomain}.acme.example',
      headers: { 'x-version': '1' },
      verification: { endpoints: ['/v1/me'] },
    },
  },
  'acme-eu': {
    alias: 'acme',
    display_name: 'Acme EU',
    auth_mode: 'API_KEY',
    proxy: { headers: { 'x-key': '${apiKey}' } },
  },
})
const n8n = describeN8n([
  {
    name: 'acmeApi',
    displayName: 'Acme API',
    properties: [],
    authenticate: { properties: { qs: { api_key: '={{$credentials.key}}' } } },
    test: { request: { baseURL: '=https://{{$credentials.site}}.acme.example/v1', url: '/users' } },
  },
])

it('compares two methods fact by fact, with alternatives and placeholders', () => {
  const differences = compare(oauth, nango[0])
  expect(Object.fromEntries(differences.map(({ fact, agrees }) => [fact, agrees]))).toEqual({
    authorizeUrl: true,
    tokenUrl: false,
    pkce: true,
    scopeSeparator: true,
    baseUrl: true,
    verification: true,
  })
})

it('compares where the key is sent, and the verification request', () => {
  expect(compare(key, n8n[0])).toEqual([
    { fact: 'baseUrl', ours: ['*.acme.example/v1'], theirs: ['*.acme.example/v1'], agrees: true },
    { fact: 'header', ours: ['query api_key'], theirs: ['query api_key'], agrees: true },
    {
      fact: 'verification',
      ours: ['*.acme.example/v1/me'],
      theirs: ['*.acme.example/v1/users'],
      agrees: false,
    },
  ])
})

it('finds counterparts of the same kind by name, and one of each catalog', () => {
  expect(counterparts(oauth, [...nango, ...n8n]).map(({ name }) => name)).toEqual(['nango:acme'])
  expect(counterparts(key, [...nango, ...n8n]).map(({ name }) => name)).toEqual(['n8n:acmeApi'])
})

it('gives an alias the members of the provider that it names', () => {
  expect(nango[1]).toMatchObject({
    kind: 'key',
    facts: { header: ['x-key'], verification: expect.any(Array) },
  })
})

it('treats a placeholder as any text', () => {
  expect(isSame('*.acme.example', 'eu.acme.example')).toBe(true)
  expect(isSame('acme.example/v1', 'acme.example/v2')).toBe(false)
  expect(isSame('a.c', 'abc')).toBe(false)
})
