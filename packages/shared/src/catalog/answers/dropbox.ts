import { CONSENT, type ScriptedRequest, scripts } from '../../provider-script.ts'
import dropbox from '../dropbox.ts'

const tokenRequest = (form: Record<string, string>): ScriptedRequest => ({
  method: 'POST',
  url: 'https://api.dropboxapi.com/oauth2/token',
  headers: {
    'content-type': 'application/x-www-form-urlencoded;charset=UTF-8',
  },
  form,
})
const app = { client_id: CONSENT.clientId, client_secret: CONSENT.clientSecret }
const grantedToken = 'sl.u.StepkeyMadeUpDropboxAccessToken-0123456789'
const refreshToken = 'StepkeyMadeUpDropboxRefreshToken0123456789'

export default scripts(dropbox, {
  oauth: {
    source: 'https://www.dropbox.com/developers/documentation/http/documentation#authorization',
    values: { scopes: ['files.content.read'] },
    consent: {
      authorize: {
        url: 'https://www.dropbox.com/oauth2/authorize',
        parameters: {
          response_type: 'code',
          client_id: CONSENT.clientId,
          redirect_uri: CONSENT.redirectUri,
          scope: 'account_info.read files.content.read',
          token_access_type: 'offline',
        },
      },
      refresh: {
        request: tokenRequest({ grant_type: 'refresh_token', refresh_token: refreshToken, ...app }),
        answer: {
          status: 200,
          json: {
            access_token: 'sl.u.StepkeyMadeUpDropboxAccessTokenNext-01234',
            expires_in: 14400,
            token_type: 'bearer',
          },
        },
      },
      revoke: {
        request: {
          method: 'POST',
          url: 'https://api.dropboxapi.com/2/auth/token/revoke',
          headers: { authorization: `Bearer ${grantedToken}` },
        },
        answer: { status: 200, json: null },
      },
    },
    exchanges: [
      {
        request: tokenRequest({
          grant_type: 'authorization_code',
          code: CONSENT.code,
          redirect_uri: CONSENT.redirectUri,
          ...app,
        }),
        answer: {
          status: 200,
          json: {
            access_token: grantedToken,
            expires_in: 14400,
            token_type: 'bearer',
            scope: 'account_info.read files.content.read',
            refresh_token: refreshToken,
            account_id: 'dbid:AAH4f99T0taONIb-OurWxbNQ6ywGRopQngc',
            uid: '12345',
          },
        },
      },
      {
        request: {
          method: 'POST',
          url: 'https://api.dropboxapi.com/2/users/get_current_account',
          headers: { authorization: `Bearer ${grantedToken}` },
        },
        answer: {
          status: 200,
          json: {
            account_id: 'dbid:AAH4f99T0taONIb-OurWxbNQ6ywGRopQngc',
            name: { given_name: 'Franz', surname: 'Ferdinand', display_name: 'Franz Ferdinand' },
            email: 'franz@example.com',
            email_verified: true,
          },
        },
      },
    ],
    learns: { identity: 'franz@example.com' },
    bad: ['invalid_access_token', 'expired_access_token'].map((tag) => ({
      status: 401,
      json: { error_summary: `${tag}/...`, error: { '.tag': tag } },
    })),
    forbidden: {
      status: 401,
      json: {
        error_summary: 'missing_scope/...',
        error: { '.tag': 'missing_scope', required_scope: 'account_info.read' },
      },
    },
    traps: {
      'a malformed request': {
        answer: {
          status: 400,
          headers: { 'content-type': 'text/plain; charset=utf-8' },
          text: 'Error in call to API function "users/get_current_account": Bad HTTP "Content-Type" header',
        },
        finding: { outcome: 'unexpected', reason: 'refused_request' },
      },
    },
  },
})
