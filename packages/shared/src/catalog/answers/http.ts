import { type ScriptedAnswer, type ScriptedRequest, scripts } from '../../provider-script.ts'
import http from '../http.ts'

const target = { baseUrl: 'https://api.example.com/v1', testPath: '/me' }
const verificationRequest = (headers: ScriptedRequest['headers'], query = ''): ScriptedRequest => ({
  method: 'GET',
  url: `https://api.example.com/v1/me${query}`,
  headers,
})
const accepted: ScriptedAnswer = { status: 200, json: { id: 7 } }
const unauthorized: ScriptedAnswer = { status: 401, json: { error: 'unauthorized' } }
const forbidden: ScriptedAnswer = { status: 403, json: { error: 'forbidden' } }
const source = 'https://www.rfc-editor.org/rfc/rfc9110#section-11'

/** Checks the digest (RFC 7616 section 3.4.1) for the challenge below. */
async function answersChallenge(header: string): Promise<boolean> {
  const part = (name: string) => new RegExp(`[ ,]${name}="?([^",]*)`).exec(header)?.[1] ?? ''
  const a1 = await sha256('Mufasa:http-auth@example.org:Circle of Life')
  const a2 = await sha256('GET:/v1/me')
  const response = await sha256(`${a1}:${nonce}:${part('nc')}:${part('cnonce')}:auth:${a2}`)
  return (
    header.startsWith('Digest username="Mufasa",') && part('nonce') === nonce && part('response') === response
  )
}
const nonce = '7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v'

async function sha256(text: string): Promise<string> {
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

export default scripts(http, {
  bearer: {
    source: 'https://www.rfc-editor.org/rfc/rfc6750',
    values: { ...target, token: 'tok-81f2c3' },
    exchanges: [{ request: verificationRequest({ authorization: 'Bearer tok-81f2c3' }), answer: accepted }],
    bad: [unauthorized],
    forbidden,
    traps: {
      'a redirect to a sign-in page': {
        answer: { status: 302, headers: { location: '/login' } },
        finding: { outcome: 'unexpected', reason: 'redirect' },
      },
      'a web page instead of data': {
        answer: {
          status: 200,
          headers: { 'content-type': 'text/html; charset=utf-8' },
          text: '<html></html>',
        },
        finding: { outcome: 'unexpected', reason: 'web_page' },
      },
      'a rate limit': { answer: { status: 429 }, finding: { outcome: 'rate_limited' } },
    },
  },
  headerKey: {
    source,
    values: { ...target, headerName: 'X-Api-Key', key: 'key-5d41402a' },
    exchanges: [{ request: verificationRequest({ 'x-api-key': 'key-5d41402a' }), answer: accepted }],
    bad: [unauthorized],
    forbidden,
  },
  queryKey: {
    source,
    values: { ...target, parameter: 'api_key', key: 'key 5d41402a&x=1' },
    exchanges: [{ request: verificationRequest({}, '?api_key=key+5d41402a%26x%3D1'), answer: accepted }],
    bad: [unauthorized],
    forbidden,
  },
  basic: {
    source: 'https://www.rfc-editor.org/rfc/rfc7617#section-2.1',
    values: { ...target, user: 'test', password: '123£' },
    exchanges: [
      { request: verificationRequest({ authorization: 'Basic dGVzdDoxMjPCow==' }), answer: accepted },
    ],
    bad: [unauthorized],
    forbidden,
  },
  basicKey: {
    source: 'https://www.rfc-editor.org/rfc/rfc7617#section-2',
    values: { ...target, key: 'key-5d41402a' },
    exchanges: [
      { request: verificationRequest({ authorization: 'Basic a2V5LTVkNDE0MDJhOg==' }), answer: accepted },
    ],
    bad: [unauthorized],
    forbidden,
  },
  digest: {
    source: 'https://www.rfc-editor.org/rfc/rfc7616#section-3.9.1',
    values: { ...target, user: 'Mufasa', password: 'Circle of Life' },
    exchanges: [
      {
        request: verificationRequest({}),
        answer: {
          status: 401,
          headers: {
            'www-authenticate': `Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm=SHA-256, nonce="${nonce}", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"`,
          },
        },
      },
      {
        request: verificationRequest({
          authorization: answersChallenge,
        }),
        answer: accepted,
      },
    ],
    bad: [unauthorized],
    forbidden,
  },
  clientCredentials: {
    source: 'https://www.rfc-editor.org/rfc/rfc6749#section-4.4.2',
    values: {
      ...target,
      tokenUrl: 'https://auth.example.com/oauth/token',
      clientId: 's6BhdRkqt3',
      clientSecret: 'gX1fBat3bV',
      scope: 'orders:read',
    },
    exchanges: [
      {
        request: {
          method: 'POST',
          url: 'https://auth.example.com/oauth/token',
          headers: {
            authorization: 'Basic czZCaGRSa3F0MzpnWDFmQmF0M2JW',
            'content-type': 'application/x-www-form-urlencoded;charset=UTF-8',
          },
          body: 'scope=orders%3Aread&grant_type=client_credentials',
        },
        answer: {
          status: 200,
          json: { access_token: '2YotnFZFEjr1zCsicMWpAA', token_type: 'Bearer', expires_in: 3600 },
        },
      },
      { request: verificationRequest({ authorization: 'Bearer 2YotnFZFEjr1zCsicMWpAA' }), answer: accepted },
    ],
    bad: [
      { status: 401, json: { error: 'invalid_client' } },
      { status: 400, json: { error: 'unauthorized_client' } },
      { status: 403, json: { error: 'access_denied', error_description: 'Unauthorized' } },
    ],
    forbidden,
  },
  none: {
    source,
    values: target,
    exchanges: [{ request: verificationRequest({}), answer: accepted }],
    bad: 'the method has no key',
    forbidden: { status: 403 },
  },
})
