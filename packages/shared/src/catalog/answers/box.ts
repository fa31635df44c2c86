import { CONSENT, type ScriptedAnswer, type ScriptedRequest, scripts } from '../../provider-script.ts'
import box from '../box.ts'

const clientSecret = 'boxMadeUpSecretForTests0123456789'
const forbidden: ScriptedAnswer = {
  status: 403,
  json: { type: 'error', status: 403, code: 'access_denied_insufficient_permissions' },
}

const tokenRequest = (form: Record<string, string>): ScriptedRequest => ({
  method: 'POST',
  url: 'https://api.box.com/oauth2/token',
  headers: { 'content-type': 'application/x-www-form-urlencoded;charset=UTF-8' },
  form,
})
const app = { client_id: CONSENT.clientId, client_secret: CONSENT.clientSecret }
const grantedToken = 'boxMadeUpGrantedToken0123456789abcdef'
const refreshToken = 'boxMadeUpRefreshToken0123456789abcdefghijklmnop'

export default scripts(box, {
  clientCredentials: {
    source: 'https://developer.box.com/reference/post-oauth2-token/',
    values: {
      clientId: 'ly1nj6n11vionaie65emwzk575hnnmrk',
      clientSecret,
      subject: 'enterprise',
      subjectId: '123456789',
    },
    exchanges: [
      {
        request: {
          method: 'POST',
          url: 'https://api.box.com/oauth2/token',
          headers: { 'content-type': 'application/x-www-form-urlencoded;charset=UTF-8' },
          body: `box_subject_type=enterprise&box_subject_id=123456789&grant_type=client_credentials&client_id=ly1nj6n11vionaie65emwzk575hnnmrk&client_secret=${clientSecret}`,
        },
        answer: {
          status: 200,
          json: {
            access_token: 'c3FIOG9vSGV4VHo4QzAyg5T1JvNnJoZ3ExaVNyQWw6WjRsanRKZG5',
            expires_in: 3600,
            restricted_to: [],
            token_type: 'bearer',
          },
        },
      },
      {
        request: {
          method: 'GET',
          url: 'https://api.box.com/2.0/users/me',
          headers: { authorization: 'Bearer c3FIOG9vSGV4VHo4QzAyg5T1JvNnJoZ3ExaVNyQWw6WjRsanRKZG5' },
        },
        answer: {
          status: 200,
          json: {
            id: '11446498',
            type: 'user',
            name: 'Aaron Levie',
            login: 'AutomationUser_123_abc@boxdevedition.com',
          },
        },
      },
    ],
    learns: { identity: 'AutomationUser_123_abc@boxdevedition.com' },
    bad: [
      {
        status: 400,
        json: { error: 'invalid_client', error_description: 'The client credentials are invalid' },
      },
      { status: 400, json: { error: 'invalid_grant', error_description: 'Grant credentials are invalid' } },
      {
        status: 400,
        json: {
          error: 'unauthorized_client',
          error_description: 'The "box_subject_type" value is unauthorized for this client_id',
        },
      },
    ],
    forbidden,
  },
  oauth: {
    source: 'https://developer.box.com/guides/authentication/oauth2/without-sdk/',
    values: { scopes: ['root_readwrite', 'manage_webhook'] },
    consent: {
      authorize: {
        url: 'https://account.box.com/api/oauth2/authorize',
        parameters: {
          response_type: 'code',
          client_id: CONSENT.clientId,
          redirect_uri: CONSENT.redirectUri,
          scope: 'root_readwrite manage_webhook',
        },
      },
      refresh: {
        request: tokenRequest({ grant_type: 'refresh_token', refresh_token: refreshToken, ...app }),
        answer: {
          status: 200,
          json: {
            access_token: 'boxMadeUpGrantedTokenNext0123456789',
            expires_in: 4169,
            restricted_to: [],
            refresh_token: 'boxMadeUpRefreshTokenNext0123456789',
            token_type: 'bearer',
          },
        },
      },
      revoke: {
        request: {
          ...tokenRequest({ token: refreshToken, ...app }),
          url: 'https://api.box.com/oauth2/revoke',
        },
        answer: { status: 200 },
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
            expires_in: 4169,
            restricted_to: [],
            refresh_token: refreshToken,
            token_type: 'bearer',
          },
        },
      },
      {
        request: {
          method: 'GET',
          url: 'https://api.box.com/2.0/users/me',
          headers: { authorization: `Bearer ${grantedToken}` },
        },
        answer: {
          status: 200,
          json: { id: '17738362', type: 'user', name: 'Sean Rose', login: 'sean@example.com' },
        },
      },
    ],
    learns: { identity: 'sean@example.com' },
    bad: [
      {
        status: 401,
        headers: { 'www-authenticate': 'Bearer realm="Service", error="invalid_token"' },
      },
    ],
    forbidden,
  },
})
