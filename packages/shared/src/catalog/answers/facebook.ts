import { CONSENT, type ScriptedAnswer, type ScriptedRequest, scripts } from '../../provider-script.ts'
import facebook from '../facebook.ts'

const tokenRequest = (form: Record<string, string>): ScriptedRequest => ({
  method: 'POST',
  url: 'https://graph.facebook.com/v24.0/oauth/access_token',
  headers: {
    'content-type': 'application/x-www-form-urlencoded;charset=UTF-8',
  },
  form,
})
const app = { client_id: CONSENT.clientId, client_secret: CONSENT.clientSecret }
const grantedToken = 'EAAStepkeyMadeUpFacebookUserToken0123456789ZDZD'
const errorResponse = (status: number, code: number, message: string): ScriptedAnswer => ({
  status,
  json: { error: { message, type: 'OAuthException', code, fbtrace_id: 'AStepkeyTrace' } },
})

export default scripts(facebook, {
  oauth: {
    source: 'https://developers.facebook.com/docs/facebook-login/guides/advanced/manual-flow',
    values: { scopes: ['email', 'pages_show_list'] },
    consent: {
      authorize: {
        url: 'https://www.facebook.com/v24.0/dialog/oauth',
        parameters: {
          response_type: 'code',
          client_id: CONSENT.clientId,
          redirect_uri: CONSENT.redirectUri,
          scope: 'public_profile,email,pages_show_list',
        },
      },
      refresh: {
        request: tokenRequest({ grant_type: 'fb_exchange_token', fb_exchange_token: grantedToken, ...app }),
        answer: {
          status: 200,
          json: {
            access_token: 'EAAStepkeyMadeUpFacebookLongLivedToken0123456789ZDZD',
            token_type: 'bearer',
            expires_in: 5183944,
          },
        },
      },
      revoke: {
        request: {
          method: 'DELETE',
          url: 'https://graph.facebook.com/v24.0/me/permissions',
          headers: { authorization: `Bearer ${grantedToken}` },
        },
        answer: { status: 200, json: { success: true } },
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
          json: { access_token: grantedToken, token_type: 'bearer', expires_in: 5125387 },
        },
      },
      {
        request: {
          method: 'GET',
          url: 'https://graph.facebook.com/v24.0/me?fields=id,name',
          headers: { authorization: `Bearer ${grantedToken}` },
        },
        answer: { status: 200, json: { id: '10158912345678901', name: 'Ada Lovelace' } },
      },
    ],
    learns: { identity: 'Ada Lovelace' },
    bad: [
      errorResponse(400, 190, 'Error validating access token: Session has expired'),
      errorResponse(401, 190, 'Invalid OAuth access token.'),
    ],
    forbidden: errorResponse(403, 10, '(#10) Application does not have permission for this action'),
    traps: {
      'a reached rate limit': {
        answer: errorResponse(400, 4, '(#4) Application request limit reached'),
        finding: { outcome: 'unexpected', reason: 'refused_request' },
      },
    },
  },
})
