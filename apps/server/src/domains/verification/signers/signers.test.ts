import type { BuiltRequest } from '@stepkey/shared/auth/request'
import type { Signer } from '@stepkey/shared/component'
import { describe, expect, it } from 'vitest'
import { digestChallenge, isDigestResponse, REALM } from '../../../../testing/servers/digest-server.ts'
import type { Send } from './send.ts'
import { withSigner } from './signers.ts'

const now = new Date('2015-08-30T12:36:00Z')
const request = (url: string): BuiltRequest => ({
  method: 'GET',
  url: new URL(url),
  headers: {},
  body: undefined,
})

describe('AWS Signature Version 4', () => {
  it('creates the signature of Amazon’s documented example', async () => {
    // “get-vanilla” of the test suite that Amazon publishes for the signature.
    const signer: Signer = {
      scheme: 'aws-sigv4',
      accessKeyId: '{{id}}',
      secretAccessKey: '{{key}}',
      sessionToken: '{{session}}',
      region: 'us-east-1',
      service: 'service',
    }
    let sent: BuiltRequest | undefined
    const send: Send = async (ready) => {
      sent = ready
      return { status: 200, headers: {}, body: '' }
    }
    const values = { id: 'AKIDEXAMPLE', key: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' }
    await (await withSigner(signer, values, { send, now }))(request('https://example.amazonaws.com/'))
    expect(sent?.headers.authorization).toBe(
      'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=host;x-amz-date, Signature=5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31',
    )
    expect(sent?.headers).not.toHaveProperty('x-amz-security-token')
    await (await withSigner(signer, { ...values, session: 'AQoDYX' }, { send, now }))(
      request('https://example.amazonaws.com/'),
    )
    expect(sent?.headers['x-amz-security-token']).toBe('AQoDYX')
  })
})

describe('HTTP digest', () => {
  const signer: Signer = { scheme: 'digest', user: '{{user}}', password: '{{password}}' }
  const access = { user: 'a"d\\a', password: 'päss:"word' }

  it('encodes a user name with other characters than ASCII, also those that encodeURIComponent leaves', async () => {
    const headers: (string | undefined)[] = []
    const send: Send = async (sent) => {
      headers.push(sent.headers.authorization)
      return { status: 401, headers: { 'www-authenticate': digestChallenge(', qop="auth"') }, body: '' }
    }
    const values = { user: "Zoë '(*)!", password: 'p' }
    await (await withSigner(signer, values, { send, now }))(request('https://api.example/'))
    // RFC 8187, section 3.2.1.
    expect(headers[1]).toContain("username*=UTF-8''Zo%C3%AB%20%27%28%2A%29!, realm=")
  })

  /** A server with one user that verifies the complete response. */
  function server(challenge: string, realm = REALM): { send: Send; requests: (string | undefined)[] } {
    const requests: (string | undefined)[] = []
    return {
      requests,
      send: async ({ headers: { authorization }, method, url, body }) => {
        requests.push(authorization)
        const uri = url.pathname + url.search
        return authorization &&
          isDigestResponse({ ...access, challenge, realm }, { authorization, method, uri, body })
          ? { status: 200, headers: {}, body: '{}' }
          : { status: 401, headers: { 'www-authenticate': challenge }, body: '' }
      },
    }
  }
  const ask = async (send: Send, { password = access.password, body = '' } = {}) =>
    (await withSigner(signer, { user: access.user, password }, { send, now }))({
      ...request('https://api.example/v1/me?x=1,2&y=/'),
      ...(body && { body }),
    })

  it.each([
    digestChallenge(', qop="auth", algorithm=SHA-256'),
    digestChallenge(', qop="auth,auth-int", algorithm=MD5, opaque="0p"'),
    digestChallenge(', qop=auth, algorithm="MD5-sess"'),
    digestChallenge(', qop="auth", algorithm=SHA-256-sess'),
    digestChallenge(', qop="auth", algorithm=SHA-512-256'),
    digestChallenge(', qop="auth-int"'),
    digestChallenge(', qop="auth-int", algorithm=SHA-256-sess'),
    digestChallenge(''),
    `Basic realm="x", ${digestChallenge(', qop="auth"')}`,
  ])('responds to the challenge %s', async (given) => {
    const { send, requests } = server(given)
    expect(await ask(send)).toMatchObject({ status: 200 })
    expect(requests).toHaveLength(2)
    expect(requests[0]).toBeUndefined()
    expect((await ask(server(given).send, { password: 'wrong' })).status).toBe(401)
  })

  it('responds to a realm with quotes, backslashes and a parameter in it', async () => {
    const realm = 'the "inner" \\ realm, opaque="x"'
    const quoted = realm.replaceAll(/["\\]/g, '\\$&')
    const given = digestChallenge(', qop="auth"').replace(REALM, () => quoted)
    expect(await ask(server(given, realm).send)).toMatchObject({ status: 200 })
  })

  it('protects the body if the server requires auth-int', async () => {
    const given = digestChallenge(', qop="auth-int", algorithm=SHA-256')
    const body = '{"name":"Zoë"}'
    expect(await ask(server(given).send, { body })).toMatchObject({ status: 200 })
    const altering: Send = (sent) => server(given).send({ ...sent, body: '{}' })
    expect((await ask(altering, { body })).status).toBe(401)
  })

  it('responds to the first challenge with an algorithm that it knows', async () => {
    const { send } = server(digestChallenge(', qop="auth", algorithm=SHA-256'))
    const offering: Send = async (sent) => {
      const { headers, ...response } = await send(sent)
      const known = headers['www-authenticate']
      const all = `Digest realm="x", nonce="y", algorithm=SHA3-256, ${known}, ${digestChallenge('')}`
      return { ...response, headers: known ? { 'www-authenticate': all } : headers }
    }
    expect(await ask(offering)).toMatchObject({ status: 200 })
  })

  it('does not send the password when the server requires another scheme', async () => {
    const { send, requests } = server('Basic realm="x"')
    expect((await ask(send)).status).toBe(401)
    expect(requests).toEqual([undefined])
  })
})
