import { fromDefinition } from '@stepkey/shared/definition'
import { describe, expect, it } from 'vitest'
import { importComponent } from './import-component.ts'

const imported = (command: string) => {
  const result = importComponent('curl', command, { id: 'custom:acme' })
  // Everything that is imported can be shown as a form.
  fromDefinition(result.definition)
  return result
}
const methodOf = (command: string) => {
  const [method] = Object.values(imported(command).definition.methods)
  if (!method) throw new Error('no method')
  return method
}
const refusal = (command: string) => {
  try {
    imported(command)
  } catch (error) {
    return error
  }
  throw new Error('not refused')
}

describe('importing a curl command', () => {
  it('turns a bearer token and a GET request into a method with its verification', () => {
    const { definition, understood, guessed, leftOut } = imported(
      `$ curl -sS -L 'https://api.acme.example/v2/me?expand=team' \\
        -H 'Authorization: Bearer fr0m-the-docs-1234' -H "Accept: application/vnd.acme+json" -H 'User-Agent: x'`,
    )
    expect(definition).toMatchObject({
      id: 'custom:acme',
      version: 1,
      title: 'acme.example',
      docsUrl: 'https://api.acme.example',
      methods: {
        bearerToken: {
          title: 'Bearer token',
          baseUrl: 'https://api.acme.example',
          place: [{ in: 'header', name: 'authorization', value: 'Bearer {{accessToken}}' }],
          fields: {
            properties: { accessToken: { type: 'string', writeOnly: true } },
            required: ['accessToken'],
          },
          verify: {
            method: 'GET',
            path: '/v2/me?expand=team',
            headers: { accept: 'application/vnd.acme+json' },
            ok: { status: '2xx' },
            control: true,
          },
        },
      },
    })
    expect(understood.map(({ text }) => text)).toContain('The request of the command, GET, verifies the key.')
    expect(guessed).toHaveLength(1)
    expect(leftOut).toEqual([])
  })

  it.each([
    ["-H 'X-API-Key: 0123456789abcdef'", { in: 'header', name: 'X-API-Key', value: '{{xApiKey}}' }],
    ["-H 'Authorization: Token 0123456789abcdef'", { in: 'header', value: 'Token {{key}}' }],
    [`-H 'Authorization: Token token="0123456789abcdef"'`, { in: 'header', value: 'Token token="{{key}}"' }],
    ["-H 'Authorization: 0123456789abcdef'", { in: 'header', name: 'authorization', value: '{{key}}' }],
    ["-H 'Authorization: Bearer '$TOKEN", { in: 'header', value: 'Bearer {{accessToken}}' }],
    ['--oauth2-bearer 0123456789abcdef', { in: 'header', value: 'Bearer {{accessToken}}' }],
    ['-u alice:0123456789abcdef', { in: 'basic', user: '{{user}}', password: '{{password}}' }],
    ['-ualice', { in: 'basic', user: '{{user}}', password: '{{password}}' }],
    ['-u sk_live_0123456789abcdef:', { in: 'basic', user: '{{key}}', password: '' }],
    ['-u 0123456789abcdef:X', { in: 'basic', user: '{{key}}', password: 'X' }],
    [
      '-u a@b.example/token:0123456789abcdef',
      { in: 'basic', user: '{{user}}/token', password: '{{password}}' },
    ],
    ["-H 'Authorization: Basic YWxpY2U6MDEyMzQ1Njc4OWFiY2RlZg=='", { in: 'basic', user: '{{user}}' }],
    ["-b 'session=0123456789abcdef'", { in: 'cookie', name: 'session', value: '{{session}}' }],
    ["-H 'Cookie: sid=0123456789abcdef'", { in: 'cookie', name: 'sid', value: '{{sid}}' }],
    ['-G -d api_key=0123456789abcdef', { in: 'query', name: 'api_key', value: '{{apiKey}}' }],
    ['--url-query access_token=0123456789abcdef', { in: 'query', name: 'access_token' }],
  ])('recognizes the key of: %s', (options, placement) => {
    const command = `curl ${options} https://api.acme.example/v1/items`
    const method = methodOf(command)
    expect(method.place).toEqual([expect.objectContaining(placement)])
    expect(method.verify).toMatchObject({ method: 'GET', path: '/v1/items' })
    expect(JSON.stringify(imported(command))).not.toContain('0123456789abcdef')
  })

  it('recognizes keys in the address: in the query, in the path and before the host', () => {
    const command =
      'curl "https://alice:pa55word@api.acme.example/bot123456:AAF0a1b2c3d4e5f6/getMe?key=k3y0v4lu3&fields=id"'
    expect(methodOf(command)).toMatchObject({
      baseUrl: 'https://api.acme.example',
      place: [{ in: 'basic' }, { in: 'query', name: 'key' }],
      verify: { path: '/bot{{pathKey}}/getMe?fields=id' },
    })
    expect(JSON.stringify(imported(command))).not.toMatch(/pa55word|AAF0a1b2|k3y0v4lu3/)
  })

  it('turns shell variables in the address into fields', () => {
    expect(methodOf(`curl https://$SUBDOMAIN.acme.example/\${TENANT}/me -H "X-Key: $KEY"`)).toMatchObject({
      baseUrl: 'https://{{subdomain}}.acme.example',
      verify: { path: '/{{tenant}}/me' },
      fields: { required: ['subdomain', 'tenant', 'xKey'] },
    })
    // The next segment after a variable, too.
    expect(methodOf('curl https://$A.acme.example/$B/$C -u a:b23456').verify).toHaveProperty(
      'path',
      '/{{b}}/{{c}}',
    )
    // A variable at the end of the host could lead anywhere.
    expect(methodOf('curl https://acme.$TLD/me -u a:b23456').baseUrl).toBe('{{baseUrl}}')
    expect(methodOf('curl "$BASE_URL/me" -u a:b23456')).toMatchObject({
      baseUrl: '{{baseUrl}}',
      fields: { properties: { baseUrl: { format: 'http-url' } } },
    })
  })

  it('understands digest and AWS signatures', () => {
    expect(methodOf('curl --digest -u a:b https://acme.example/x')).toMatchObject({
      place: [],
      signer: { scheme: 'digest', user: '{{user}}', password: '{{password}}' },
    })
    expect(
      methodOf('curl --aws-sigv4 aws:amz:eu-central-1:es -u "AKIA:b" https://acme.example/x'),
    ).toMatchObject({
      place: [],
      signer: { scheme: 'aws-sigv4', region: '{{region}}', service: 'es' },
      fields: { properties: { region: { default: 'eu-central-1' } } },
    })
  })

  it('sends headers of unknown meaning with values that users enter', () => {
    const { definition, guessed } = imported(
      "curl https://acme.example/me -H 'X-Key: abc' -H 'X-Tenant: acme-production'",
    )
    expect(definition.methods.xKey?.place[1]).toEqual({
      in: 'header',
      name: 'X-Tenant',
      value: '{{xTenant}}',
    })
    expect(JSON.stringify([definition, guessed])).not.toContain('acme-production')
    expect(guessed.map(({ text }) => text).join()).toContain('“X-Tenant” became a field')
  })

  it('proposes a GET request in place of one that may change data, and says so', () => {
    const { definition, guessed } = imported(
      `curl -X POST https://acme.example/v1/charges -H 'Authorization: Bearer x' --json '{"amount": 5}'`,
    )
    expect(definition.methods.bearerToken?.verify).toMatchObject({ method: 'GET', path: '/v1/charges' })
    expect(guessed.map(({ text }) => text).join()).toContain('The command sends POST, which may change data.')
  })

  it('keeps a POST request that only reads, without its keys', () => {
    expect(
      methodOf('curl https://acme.example/api/auth.test -d token=0123456789abcdef -d pretty=1'),
    ).toMatchObject({
      place: [{ in: 'body', name: 'token', value: '{{tokenValue}}' }],
      verify: { method: 'POST', path: '/api/auth.test', body: { form: { pretty: '1' } } },
    })
    expect(
      methodOf(`curl https://acme.example/graphql -H 'X-Token: a' -d '{"query":"mutation { x }"}'`),
    ).toMatchObject({
      verify: { method: 'POST', body: { json: { query: '{ __typename }' } } },
    })
  })

  it('is untestable when the key belongs to the body of a request that may change data', () => {
    const { definition, leftOut } = imported('curl https://acme.example/orders -d api_key=abc -d item=1')
    expect(definition.methods.apiKey?.verify).toHaveProperty('untestable')
    expect(leftOut.map(({ text }) => text).join()).toContain('no verification was proposed')
  })

  it('reads quotes, escapes, line continuations and combined options', () => {
    expect(
      methodOf(`curl -sXGET -H$'X-Tok\\x65n: a\\'b' \\\r\n  "https://acme.example/a\\"b"/'c d'\\ e | jq .`),
    ).toMatchObject({
      place: [{ name: 'X-Token' }],
      verify: { method: 'GET', path: '/a%22b/c%20d%20e' },
    })
  })

  it('names what it leaves out', () => {
    const { leftOut } = imported(
      `curl -k -x http://user:pr0xypass@proxy:1 --ntlm -u a:b https://acme.example/x https://acme.example/y -F a=b | jq`,
    )
    const text = leftOut.map((note) => note.text).join('\n')
    for (const part of [
      '-k was left out',
      'proxy was left out',
      'not supported',
      'several addresses',
      'multipart',
      '“|”',
    ])
      expect(text).toContain(part)
    expect(text).not.toContain('pr0xypass')
  })

  it('makes a method without a check when there is no key', () => {
    const { definition, leftOut } = imported('curl acme.example/status')
    expect(definition.methods.key?.verify).toHaveProperty('untestable')
    expect(leftOut.map(({ text }) => text).join()).toContain('no key that could be recognized')
  })

  it('never takes braces in the command for placeholders', () => {
    const method = methodOf(
      "curl 'https://acme.example/a{{b|nosuch}}c' -H 'X-Key: {{k}}' -H 'X-{{y}}: 1' -d '{{z}}' -G",
    )
    expect(JSON.stringify([method.place, method.verify, method.baseUrl]).match(/\{\{[^}]*\}\}/g)).toEqual([
      '{{xKey}}',
      '{{bNosuch}}',
    ])
  })

  it.each([
    ['', 'must be one command that begins with curl'],
    ['wget https://acme.example', 'must be one command that begins with curl'],
    ['curl -s', 'no address'],
    ["curl 'https://acme.example", 'not closed'],
    ['curl ftp://acme.example/x', 'http or https'],
    ['curl https:///x', 'no complete address'],
  ])('refuses %j, and says what to do', (command, message) => {
    expect(refusal(command)).toMatchObject({
      code: 'invalid_input',
      fields: [{ path: 'document', message: expect.stringContaining(message) }],
    })
  })
})
