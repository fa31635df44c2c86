import { CONSENT, type Script, type ScriptedRequest } from '../../provider-script.ts'
import { wrongKey } from './wrong-key.ts'

/** The responses that Google documents for all its components. */
const tokenUrl = 'https://oauth2.googleapis.com/token'
const headers = { 'content-type': 'application/x-www-form-urlencoded;charset=UTF-8' }
const app = { client_id: CONSENT.clientId, client_secret: CONSENT.clientSecret }
const tokenRequest = (form: Record<string, string>): ScriptedRequest => ({
  method: 'POST',
  url: tokenUrl,
  headers,
  form,
})

/** A key that was generated for these tests only. */
const privateKey = `-----BEGIN PRIVATE KEY-----
MIIEvAIBADANBgkqhkiG9w0BAQEFAASCBKYwggSiAgEAAoIBAQDBbLHYdyOBJLnu
VDgPbFZTX8NacseKRLh4ehEwOb58lptxvnx2noLv2PN22Oc7tTK4htKsZFHjgZdS
aZKc4KxcYjPrkRcb0fagI/0+rYIP/x+oXC6rIeCpnCUldH1Y/i4W8BNVZS0CUeNK
8MKm/daD9GZ+cE0aEQ5XuPHyA2YIHsDafmHlcoPMKqYQuWhwrRKmJltBbJ6sv4d3
8DBP1iBCml2AuYiXHmMnHpVWaPctn8Tm5fP5w0JWS9pcceistOpK59Qay5TYcnXU
/tI8QVb0IPDtWnPsi1s2a5Uc1a/HjweeDxlpPhYLQa1o07uI3Xh+PkkZ6MveyT87
dDkDqJUHAgMBAAECggEAAXOyp1cZm7g/ifbGhAvZpSHwNpulgkOE+m6KsJR8NG+r
tmjqJaFB+y56gWLWb7RZdUHIYJz/oC9YWZYRM6H/NlHGlBcQaUxeakCwudVQDSDH
u7zwrmEAZ8b899mw3wHrRI9ys4X+UKMBuhlsHV4n+jbIClzYcjrfi+qTLI1+QEM/
1dhhlGX5xEQ2IKD9quoWEzt29sCkWLUmLilJXs1FGyQjt2V9rWn/XN5yBAJQdDzm
3OgIGMElqUNiOVQGAhVhqIsjoMdrHBh49sqJdZBFSsJcFVzmb6I2uedqKoo+Guw/
TIfTQtfOqzNfv6D+J8+N03qJLKvLvoKHnPIq9UgtDQKBgQD6ePHBInU3DlMV3b8w
ndzbMq91uxSDXHi34QmMa20N9sKnuQwOlcsM1JhsS586kYVQsAG7Z4rsQrwuU6Uj
cJkDQ0J2W0jAmGluaneTkbouWWAoj0lc5mIpBw8QPKBlDIp2ENEBgN0x9+9nT/S2
r58+RAGCDw61hEE97aswUmSY/QKBgQDFsXS0yuJwNr7gibk64HKOC7NAnnZ5LWPk
UFYsQUV5TjLNXgdSILeT8BWJMWhmGyZAd1Sq1Vz+15+9QxI7F0p33+U8TC1JHSy8
9cxxQW9R+3ap/77towXWFrBJSwDM812sa1R7tUyK/i08R442jUce8C4CVAbuSpab
LnC9GVFXUwKBgGwT+gVjj/6UwMdDqvcYdy9ifJGpix1vrmtxwEQGKsWGv9HNqGU2
v6ompiq8qtWD62m4uNabxDdUSI0Y7L4RHQVqZWha1Va9rWjGqhhUHmlXiYWW5ooe
oyae9CIGdxODSM/PS9CBQXEJUhVbS/X0bBtbDueHBcrPabOGNYMhWmUlAoGAWJLo
ejRIfgRZQxsRrapwSOo/Ft2osSRAFERWR5+6892wb0kIuKhF9/difsRvRQg2/D06
5wuPjfKn9FE/ss/9onXjLD/pLk/vAn6Sac/qg23KPeKC9c/Lxp8FvuDm6+zB9IVm
JcMWF1RIijB5LEHiMp9jzdE+BbfPgJmvE1prklcCgYAVqNFjBgMwxTfBIpqBw9vL
vaRCJNTm/7F5uMEAe2kGHt+3R0AaRwVq/EMRCnPtmAId6x4aphhw3cI9m4eqV4S+
HnngnMi4OGBvnt/hzPZ1piK9UBrkA+v/d2gq7y4itHNYJYGBv+F516jqa9T860Hs
ZYeg+gzQiLo3zeWmZKfXTQ==
-----END PRIVATE KEY-----`

const refreshToken = '1//0MadeUpGoogleRefreshToken-0123456789'
const grantedToken = 'ya29.a0StepkeyMadeUpGoogleAccessToken-0123456789'

/** The script of the method with user consent. */
export const consented = <Scope extends string>(scopes: Scope[]): Script<{ scopes: Scope[] }> => {
  const scope = ['openid', 'email', ...scopes].join(' ')
  return {
    source: 'https://developers.google.com/identity/openid-connect/openid-connect',
    values: { scopes },
    consent: {
      authorize: {
        url: 'https://accounts.google.com/o/oauth2/v2/auth',
        parameters: {
          response_type: 'code',
          client_id: CONSENT.clientId,
          redirect_uri: CONSENT.redirectUri,
          scope,
          access_type: 'offline',
          prompt: 'consent',
        },
      },
      back: { iss: 'https://accounts.google.com', scope, authuser: '0', prompt: 'consent' },
      refresh: {
        request: tokenRequest({ grant_type: 'refresh_token', refresh_token: refreshToken, ...app }),
        answer: {
          status: 200,
          json: {
            access_token: 'ya29.a0StepkeyMadeUpGoogleAccessTokenNext-01234',
            expires_in: 3599,
            scope,
            token_type: 'Bearer',
          },
        },
      },
      revoke: {
        request: {
          method: 'POST',
          url: 'https://oauth2.googleapis.com/revoke',
          headers,
          form: { token: refreshToken, ...app },
        },
        answer: { status: 200, json: {} },
      },
    },
    exchanges: [
      {
        request: tokenRequest({
          grant_type: 'authorization_code',
          code: CONSENT.code,
          redirect_uri: CONSENT.redirectUri,
          code_verifier: CONSENT.verifier,
          ...app,
        }),
        answer: {
          status: 200,
          json: {
            access_token: grantedToken,
            expires_in: 3599,
            refresh_token: refreshToken,
            scope,
            token_type: 'Bearer',
            id_token: 'eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJhIn0.c3RlcGtleQ',
          },
        },
      },
      {
        request: {
          method: 'GET',
          url: 'https://openidconnect.googleapis.com/v1/userinfo',
          headers: { authorization: `Bearer ${grantedToken}` },
        },
        answer: {
          status: 200,
          json: { sub: '110248495921238986420', email: 'ada@example.com', email_verified: true },
        },
      },
    ],
    learns: { identity: 'ada@example.com' },
    bad: [
      {
        status: 401,
        json: {
          error: {
            code: 401,
            message: 'Request had invalid authentication credentials.',
            status: 'UNAUTHENTICATED',
          },
        },
      },
    ],
    forbidden: {
      status: 403,
      json: {
        error: {
          code: 403,
          message: 'Request had insufficient authentication scopes.',
          status: 'PERMISSION_DENIED',
        },
      },
    },
  }
}

/** The script of the service account method. The tests of the JWT bearer grant verify the signature. */
export const serviceAccount = <Scope extends string>(scopes: Scope[]) =>
  ({
    source: 'https://developers.google.com/identity/protocols/oauth2/service-account',
    values: {
      clientEmail: 'flows@stepkey-tests.iam.gserviceaccount.com',
      privateKey,
      keyId: '0123456789abcdef0123456789abcdef01234567',
      scopes,
    },
    wrong: { privateKey: wrongKey },
    exchanges: [
      {
        request: tokenRequest({
          grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
          assertion: 'ASSERTION',
        }),
        answer: {
          status: 200,
          json: {
            access_token: 'ya29.c.StepkeyMadeUpServiceAccountToken-0123456789',
            expires_in: 3599,
            token_type: 'Bearer',
          },
        },
      },
    ],
    bad: [
      { status: 400, json: { error: 'invalid_grant', error_description: 'Invalid JWT Signature.' } },
      {
        status: 400,
        json: { error: 'invalid_grant', error_description: 'Invalid grant: account not found' },
      },
      {
        status: 401,
        json: {
          error: 'unauthorized_client',
          error_description:
            'Client is unauthorized to retrieve access tokens using this method, or client not authorized for any of the scopes requested.',
        },
      },
    ],
    forbidden: 'every issued token has this permission',
    traps: {
      'a scope that does not exist': {
        answer: {
          status: 400,
          json: {
            error: 'invalid_scope',
            error_description: 'Invalid OAuth scope or ID token audience provided.',
          },
        },
        finding: { outcome: 'rejected', reason: 'scope_refused' },
      },
    },
  }) satisfies Script<{ scopes: Scope[] } & Record<string, unknown>>
