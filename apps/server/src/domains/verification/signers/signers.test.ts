import { createHash } from 'node:crypto'
import type { BuiltRequest } from '@stepkey/shared/auth/request'
import type { Signer } from '@stepkey/shared/component'
import { describe, expect, it } from 'vitest'
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

  /** A server with one password that verifies the complete response of RFC 7616. */
  function server(
    challenge: string,
    password = 'päss:"word',
  ): { send: Send; requests: (string | undefined)[] } {
    const requests: (string | undefined)[] = []
    const algorithm = /algorithm="?([\w-]+)/.exec(challenge)?.[1] ?? 'MD5'
    const name = algorithm.startsWith('SHA-256') ? 'sha256' : 'md5'
    const hash = (...parts: string[]) => createHash(name).update(parts.join(':')).digest('hex')
    return {
      requests,
      send: async ({ headers: { authorization }, method, url }) => {
        requests.push(authorization)
        const refused = { status: 401, headers: { 'www-authenticate': challenge }, body: '' }
        if (!authorization) return refused
        const part = (key: string) => {
          const [, quoted, bare] = new RegExp(`[ ,]${key}=(?:"([^"]*)"|([^",]*))`).exec(authorization) ?? []
          return quoted ?? bare ?? ''
        }
        const uri = url.pathname + url.search
        let a1 = hash(part('username'), part('realm'), password)
        if (algorithm.endsWith('-sess')) a1 = hash(a1, 'N0nce+/=', part('cnonce'))
        const a2 = hash(method, uri)
        const expected = part('qop')
          ? hash(a1, 'N0nce+/=', part('nc'), part('cnonce'), 'auth', a2)
          : hash(a1, 'N0nce+/=', a2)
        const fits =
          part('response') === expected && part('uri') === uri && part('realm') === 'the realm, here'
        return fits ? { status: 200, headers: {}, body: '{}' } : refused
      },
    }
  }
  const challenge = (rest: string) => `Digest realm="the realm, here", nonce="N0nce+/="${rest}`
  const ask = async (send: Send, password = 'päss:"word') =>
    (await withSigner(signer, { user: 'ada', password }, { send, now }))(
      request('https://api.example/v1/me?x=1,2&y=/'),
    )

  it.each([
    challenge(', qop="auth", algorithm=SHA-256'),
    challenge(', qop="auth,auth-int", algorithm=MD5, opaque="0p"'),
    challenge(', qop=auth, algorithm="MD5-sess"'),
    challenge(', qop="auth", algorithm=SHA-256-sess'),
    challenge(''),
    `Basic realm="x", ${challenge(', qop="auth"')}`,
  ])('responds to the challenge %s', async (given) => {
    const { send, requests } = server(given)
    expect(await ask(send)).toMatchObject({ status: 200 })
    expect(requests).toHaveLength(2)
    expect(requests[0]).toBeUndefined()
    expect((await ask(server(given).send, 'wrong')).status).toBe(401)
  })

  it('does not send the password when the server requires another scheme', async () => {
    const { send, requests } = server('Basic realm="x"')
    expect((await ask(send)).status).toBe(401)
    expect(requests).toEqual([undefined])
  })
})
