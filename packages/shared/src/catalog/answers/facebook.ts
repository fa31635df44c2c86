import { CONSENT, type ScriptedAnswer, type ScriptedRequest, scripts } from '../../provider-script.ts'
import facebook from '../facebook.ts'

const asked = (form: Record<string, string>): ScriptedRequest => ({
  method: 'POST',
  url: 'https://graph.facebook.com/v24.0/oauth/access_token',
  headers: {
    'content-type': 'application/x-www-form-urlencoded;charset=UTF-8',
  },
  form,
})
const app = { client_id: CONSENT.clientId, client_secret: CONSENT.clientSecret }
const granted = 'EAAStepkeyMadeUpFacebookUserToken0123456789ZDZD'
const problem = (status: number, code: number, message: string): ScriptedAnswer => ({
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
        request: asked({ grant_type: 'fb_exchange_token', fb_exchange_token: granted, ...app }),
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
          headers: { authorization: `Bearer ${granted}` },
        },
        answer: { status: 200, json: { success: true } },
      },
    },
    exchanges: [
      {
        request: asked({
          grant_type: 'authorization_code',
          code: CONSENT.code,
          redirect_uri: CONSENT.redirectUri,
          code_verifier: CONSENT.verifier,
          ...app,
        }),
        answer: {
          status: 200,
          json: { access_token: granted, token_type: 'bearer', expires_in: 5125387 },
        },
      },
      {
        request: {
          method: 'GET',
          url: 'https://graph.facebook.com/v24.0/me?fields=id,name',
          headers: { authorization: `Bearer ${granted}` },
        },
        answer: { status: 200, json: { id: '10158912345678901', name: 'Ada Lovelace' } },
      },
    ],
    learns: { identity: 'Ada Lovelace' },
    bad: [
      problem(400, 190, 'Error validating access token: Session has expired'),
      problem(401, 190, 'Invalid OAuth access token.'),
    ],
    forbidden: problem(403, 10, '(#10) Application does not have permission for this action'),
    traps: {
      'a limit that was reached': {
        answer: problem(400, 4, '(#4) Application request limit reached'),
        finding: { outcome: 'unexpected', reason: 'refused_request' },
      },
    },
  },
})
