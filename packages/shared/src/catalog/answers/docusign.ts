import {
  CONSENT,
  CONSENT_BASIC,
  type Exchange,
  type ScriptedRequest,
  scripts,
} from '../../provider-script.ts'
import docusign from '../docusign.ts'

const tokenRequest = (form: Record<string, string>): ScriptedRequest => ({
  method: 'POST',
  url: 'https://account-d.docusign.com/oauth/token',
  headers: {
    'content-type': 'application/x-www-form-urlencoded;charset=UTF-8',
    authorization: CONSENT_BASIC,
  },
  form,
})
const grantedToken = 'eyJ0eXAiOiJNVCIsImFsZyI6.StepkeyMadeUpDocuSignToken.0123456789'
const refreshToken = 'eyJ0eXAiOiJNVCIsImFsZyI6.StepkeyMadeUpDocuSignRefresh.0123456789'

const accounts: Exchange = {
  request: {
    method: 'GET',
    url: 'https://account-d.docusign.com/oauth/userinfo',
    headers: { authorization: `Bearer ${grantedToken}` },
  },
  answer: {
    status: 200,
    json: {
      sub: '564f7988-0823-409a-ae8a-a0e4000000d1',
      name: 'Susan Smart',
      email: 'susan@example.com',
      accounts: [
        {
          account_id: 'fe0b61a3-3b9b-4b6b-8400-f20000002c56',
          is_default: true,
          account_name: 'World Wide Co',
          base_uri: 'https://demo.docusign.net',
        },
      ],
    },
  },
}

export default scripts(docusign, {
  oauth: {
    source: 'https://developers.docusign.com/platform/auth/confidential-authcode-get-token/',
    values: { environment: 'account-d', scopes: ['signature'] },
    consent: {
      authorize: {
        url: 'https://account-d.docusign.com/oauth/auth',
        parameters: {
          response_type: 'code',
          client_id: CONSENT.clientId,
          redirect_uri: CONSENT.redirectUri,
          scope: 'extended signature',
        },
      },
      lookup: accounts,
      refresh: {
        request: tokenRequest({ grant_type: 'refresh_token', refresh_token: refreshToken }),
        answer: {
          status: 200,
          json: {
            access_token: 'eyJ0eXAiOiJNVCIsImFsZyI6.StepkeyMadeUpDocuSignTokenNext.0123456789',
            token_type: 'Bearer',
            refresh_token: 'eyJ0eXAiOiJNVCIsImFsZyI6.StepkeyMadeUpDocuSignRefreshNext.0123456789',
            expires_in: 28800,
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
          code_verifier: CONSENT.verifier,
        }),
        answer: {
          status: 200,
          json: {
            access_token: grantedToken,
            token_type: 'Bearer',
            refresh_token: refreshToken,
            expires_in: 28800,
          },
        },
      },
      accounts,
    ],
    learns: { identity: 'World Wide Co' },
    bad: [{ status: 401 }],
    forbidden: 'every token can read its owner',
  },
})
