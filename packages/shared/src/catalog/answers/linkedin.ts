import { CONSENT, type ScriptedRequest, scripts } from '../../provider-script.ts'
import linkedin from '../linkedin.ts'

const tokenRequest = (form: Record<string, string>): ScriptedRequest => ({
  method: 'POST',
  url: 'https://www.linkedin.com/oauth/v2/accessToken',
  headers: {
    'content-type': 'application/x-www-form-urlencoded;charset=UTF-8',
  },
  form,
})
const app = { client_id: CONSENT.clientId, client_secret: CONSENT.clientSecret }
const grantedToken = 'AQStepkeyMadeUpLinkedInAccessToken0123456789'
const refreshToken = 'AQStepkeyMadeUpLinkedInRefreshToken0123456789'

export default scripts(linkedin, {
  oauth: {
    source: 'https://learn.microsoft.com/en-us/linkedin/shared/authentication/authorization-code-flow',
    values: { scopes: ['email', 'w_member_social'] },
    consent: {
      authorize: {
        url: 'https://www.linkedin.com/oauth/v2/authorization',
        parameters: {
          response_type: 'code',
          client_id: CONSENT.clientId,
          redirect_uri: CONSENT.redirectUri,
          scope: 'openid profile email w_member_social',
        },
      },
      // For an app of a LinkedIn partner.
      refresh: {
        request: tokenRequest({ grant_type: 'refresh_token', refresh_token: refreshToken, ...app }),
        answer: {
          status: 200,
          json: {
            access_token: 'AQStepkeyMadeUpLinkedInAccessTokenNext0123456789',
            expires_in: 5183999,
            refresh_token: refreshToken,
            refresh_token_expires_in: 31535999,
          },
        },
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
            expires_in: 5183999,
            refresh_token: refreshToken,
            refresh_token_expires_in: 31535999,
            scope: 'email,openid,profile,w_member_social',
            token_type: 'Bearer',
            id_token: 'eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJhIn0.c3RlcGtleQ',
          },
        },
      },
      {
        request: {
          method: 'GET',
          url: 'https://api.linkedin.com/v2/userinfo',
          headers: { authorization: `Bearer ${grantedToken}` },
        },
        answer: {
          status: 200,
          json: { sub: '782bbtaQ', name: 'John Doe', email: 'doe@example.com', email_verified: true },
        },
      },
    ],
    learns: { identity: 'doe@example.com' },
    bad: [
      {
        status: 401,
        json: {
          status: 401,
          serviceErrorCode: 65600,
          code: 'INVALID_ACCESS_TOKEN',
          message: 'Invalid access token',
        },
      },
      {
        status: 401,
        json: {
          status: 401,
          serviceErrorCode: 65601,
          code: 'REVOKED_ACCESS_TOKEN',
          message: 'The token used in the request has been revoked by the user',
        },
      },
    ],
    forbidden: {
      status: 403,
      json: {
        status: 403,
        serviceErrorCode: 100,
        code: 'ACCESS_DENIED',
        message: 'Not enough permissions to access: userinfo.GET.NO_VERSION',
      },
    },
  },
})
