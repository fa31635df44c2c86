import {
  CONSENT,
  type Script,
  type ScriptedAnswer,
  type ScriptedRequest,
  scripts,
} from '../../provider-script.ts'
import salesforce from '../salesforce.ts'
import { wrongKey } from './wrong-key.ts'

const headers = { 'content-type': 'application/x-www-form-urlencoded;charset=UTF-8' }
const oauthRequest = (host: string, form: Record<string, string>, path = 'token'): ScriptedRequest => ({
  method: 'POST',
  url: `https://${host}.salesforce.com/services/oauth2/${path}`,
  headers,
  form,
})
const errorResponse = (error: string, error_description: string): ScriptedAnswer => ({
  status: 400,
  json: { error, error_description },
})

/** A key that was generated for these tests only. */
const privateKey = `-----BEGIN PRIVATE KEY-----
MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQCiFgoVLu4IerQ5
fp8hcuKQB2NLN03BnxQeMancSV60HxNfbNkC5rt9dcTYgR3ytNl8CZDvbCfrxI/B
0Lm2hLCxNsR0Ds62jHOvJdQTbalMf7ktPuN7aCtt9rKMUcdA0LyBxo+KrEcKtNff
3Y3NdtalPaiqsu1XSrNfXYlOzBslCTJ6WBEO4jC15Dy6HwkHwEdCKwVmEDoPOmYp
yCDLbFgGtWuXcXZ8XxTVbMSpbNAmcitN8oRNXsjsvWPoG9RKQ6CWzWyTbk+X/Xa9
9uI7iYZ5ZL28Z1xCcmhf+1qUhzUUqgs/qOHjFIhPgYR9Kt87XbXz6zASzbPfDY+x
ag0UlODZAgMBAAECggEAIxOnb3GmSDX7wjSFjgjNgJNkuN6ZSHVbdnRTeO103gCa
oexNo2vY99vwc1Uv7LoYFdiBIdszYXm6jZxU0GuzTEqYpbAdqpJHJ8iFNoYlHP3I
DoNdWfPPcD7y4VyCRSPXI7OblUxWnHnJ/PO2sBgPeBeZpIVPyTQMkO8OW7vehPs5
zm5/3wwTedTsvEh9zxWJ5+MDX7Mj1FtdEgZulMBppQeFpi8j01voIQx63tk3Cc+a
4wJbSXu39Dai66WqPghBdqf8l4/Jp4LklPvn7koSt6h1OVIQ8Xz55pdhBt6msxrU
R3Rr51n7Ig4AnmaKNrhfA6ew5My6cLCJ0nuPjQUC7QKBgQDeKoDa6x6Do54NoNuo
eFul3zLTGDZXLVmEaQlb4NySoCHJxsgjqv4ZK52h+tr4M4Ydq190jIm0MVrQRhxQ
00JaVAOUCH7XCSF8reIeY8H9fHgU4ABBaZ5y+3utUNTwITuvy/AZazI+AsPE2fcN
ctzHNuC3RAVMlF3iGSlAMXiztQKBgQC6xTlUsprQkrT3GVluyEDumOQhDatTVHma
4r88kSjbF+ueWtIW57YuAqZUhp1A1UI4ib8l51L2pxhaLunlYhEghQ0fhPMRahX7
zo86OI4RaAxxhfppVRPG1MUReoUzliuUF7ZbnwzbblEC/RpCKt25UG8tUWHQ4bv+
GQidQrF3FQKBgQCbT01LPWjUj/IzBsvoR1OSbqlCJz/9y6czyJYRU+3+1tEoFL3f
KW9/Ox10mkCvmJ1eampNuN2fSY154jlzS2ysZuUlfJbnTuvJFGnp4sU/pt7vgPTM
xcBOE36PV920jRcDu2b67hRug1JGcDWkgjLTVYrcs0GdGm9TW1GaHbuKrQKBgF5b
BwSwGqBmjYAMUW8zQgKIQTAlrLkzgx/pj710hFRzeDiPH3Ys54/FDOzE+Sro0kSn
6mamv/YWIqpk6wtUiNyJ+0BCNV5F3wdQqnE6YyOOEkND8WdHcO9RTKHw6NxP8IIn
nJwa9S7iQ5Ej9yEYcN2PMiuN4sHZWNUdJon0SJ2lAoGAEscp78ju1v1QcCBwd0xQ
darxAQvgYR9fhE4p9Ll9aVd6Df8V0qpg1zQxDm4geOOSew1VIPnZIhtcgS+7Jwxg
BMiSb9hReApdIOhz3tmx7qM+dMEkYF6oWvidjfgeJfQplC2TvW1DQQlo7BCnOsnu
8vcdWGjozelOjCRMzRbdOic=
-----END PRIVATE KEY-----`

const clientId = '3MVG9StepkeyMadeUpConsumerKey.0123456789'
const clientSecret = 'STEPKEYMADEUPCONSUMERSECRET0123456789ABCDEF'
const grantedToken = '00DA0000000StepK!AQ0AQ.MadeUpSalesforceAccessToken0123456789'
const refreshToken = '5Aep861StepkeyMadeUpSalesforceRefreshToken0123'
const session = {
  signature: 'c3RlcGtleS1tYWRlLXVwLXNpZ25hdHVyZQ==',
  instance_url: 'https://acme.my.salesforce.com',
  id: 'https://login.salesforce.com/id/00DA0000000StepKAA/005A0000000StepKAA',
  token_type: 'Bearer',
  issued_at: '1793534400000',
}
const app = { client_id: CONSENT.clientId, client_secret: CONSENT.clientSecret }

/** Returns the exchanges of a consent, which depend on the sign-in host. */
const consented = (host: string): Pick<Script, 'consent' | 'exchanges'> => ({
  consent: {
    authorize: {
      url: `https://${host}.salesforce.com/services/oauth2/authorize`,
      parameters: {
        response_type: 'code',
        client_id: CONSENT.clientId,
        redirect_uri: CONSENT.redirectUri,
        scope: 'openid refresh_token api chatter_api',
      },
    },
    refresh: {
      request: oauthRequest(host, { grant_type: 'refresh_token', refresh_token: refreshToken, ...app }),
      answer: {
        status: 200,
        json: {
          ...session,
          access_token: '00DA0000000StepK!AQ0AQ.MadeUpSalesforceAccessTokenNext01234',
          scope: 'openid refresh_token api chatter_api',
        },
      },
    },
    revoke: {
      request: oauthRequest(host, { token: refreshToken, ...app }, 'revoke'),
      answer: { status: 200 },
    },
  },
  exchanges: [
    {
      request: oauthRequest(host, {
        grant_type: 'authorization_code',
        code: CONSENT.code,
        redirect_uri: CONSENT.redirectUri,
        code_verifier: CONSENT.verifier,
        ...app,
      }),
      answer: {
        status: 200,
        json: {
          ...session,
          access_token: grantedToken,
          refresh_token: refreshToken,
          scope: 'openid refresh_token api chatter_api',
          id_token: 'eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJhIn0.c3RlcGtleQ',
        },
      },
    },
    {
      request: {
        method: 'GET',
        url: 'https://acme.my.salesforce.com/services/oauth2/userinfo',
        headers: { authorization: `Bearer ${grantedToken}` },
      },
      answer: {
        status: 200,
        json: {
          sub: 'https://login.salesforce.com/id/00DA0000000StepKAA/005A0000000StepKAA',
          user_id: '005A0000000StepKAA',
          organization_id: '00DA0000000StepKAA',
          preferred_username: 'ada@acme.example',
          name: 'Ada Lovelace',
          email: 'ada@example.com',
          email_verified: true,
        },
      },
    },
  ],
})

export default scripts(salesforce, {
  clientCredentials: {
    source:
      'https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_oauth_client_credentials_flow.htm&type=5',
    values: { domain: 'acme', clientId, clientSecret },
    exchanges: [
      {
        request: oauthRequest('acme.my', {
          grant_type: 'client_credentials',
          client_id: clientId,
          client_secret: clientSecret,
        }),
        answer: { status: 200, json: { ...session, access_token: grantedToken } },
      },
    ],
    bad: [
      errorResponse('invalid_client', 'invalid client credentials'),
      errorResponse('invalid_client_id', 'client identifier invalid'),
      errorResponse('invalid_grant', 'no client credentials user enabled'),
    ],
    forbidden: 'every issued token has this permission',
  },
  jwt: {
    source: 'https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_oauth_jwt_flow.htm&type=5',
    values: {
      domain: 'acme--test.sandbox',
      audience: 'test',
      clientId,
      user: 'flows@acme.example.test',
      privateKey,
    },
    exchanges: [
      {
        request: oauthRequest('acme--test.sandbox.my', {
          grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
          assertion: 'ASSERTION',
        }),
        answer: {
          status: 200,
          json: {
            access_token: grantedToken,
            scope: 'web openid api id',
            instance_url: 'https://acme--test.sandbox.my.salesforce.com',
            id: 'https://test.salesforce.com/id/00DA0000000StepKAA/005A0000000StepKAA',
            token_type: 'Bearer',
          },
        },
      },
    ],
    learns: { scopes: ['web', 'openid', 'api', 'id'] },
    wrong: { privateKey: wrongKey },
    bad: [
      errorResponse('invalid_grant', 'invalid assertion'),
      errorResponse('invalid_grant', 'user hasn’t approved this consumer'),
      errorResponse('invalid_client_id', 'client identifier invalid'),
    ],
    forbidden: 'every issued token has this permission',
  },
  oauth: {
    source:
      'https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_oauth_web_server_flow.htm&type=5',
    values: { login: { kind: 'my', domain: 'acme' }, scopes: ['api', 'chatter_api'] },
    ...consented('acme.my'),
    learns: { identity: 'ada@acme.example' },
    bad: [
      { status: 403, headers: { 'content-type': 'text/plain' }, text: 'Bad_OAuth_Token' },
      { status: 401, json: [{ message: 'Session expired or invalid', errorCode: 'INVALID_SESSION_ID' }] },
    ],
    forbidden: 'the required scope is always requested',
  },
})
