import { CONSENT, scripts } from '../../provider-script.ts'
import helpscout from '../helpscout.ts'

const appSecret = 'helpscoutMadeUpSecretForTests01'

export default scripts(helpscout, {
  clientCredentials: {
    source: 'https://developer.helpscout.com/mailbox-api/overview/authentication/',
    values: { appId: 'ORXSG5DFOI4DCOBQ', appSecret },
    exchanges: [
      {
        request: {
          method: 'POST',
          url: 'https://api.helpscout.net/v2/oauth2/token',
          headers: { 'content-type': 'application/x-www-form-urlencoded;charset=UTF-8' },
          body: `grant_type=client_credentials&client_id=ORXSG5DFOI4DCOBQ&client_secret=${appSecret}`,
        },
        answer: {
          status: 200,
          json: {
            token_type: 'bearer',
            access_token: 'helpscout-access-token-0123456789',
            expires_in: 172800,
          },
        },
      },
      {
        request: {
          method: 'GET',
          url: 'https://api.helpscout.net/v2/users/me',
          headers: { authorization: 'Bearer helpscout-access-token-0123456789' },
        },
        answer: {
          status: 200,
          json: { id: 4, firstName: 'Vernon', lastName: 'Bear', email: 'bear@example.com', role: 'owner' },
        },
      },
    ],
    learns: { identity: 'bear@example.com' },
    bad: [
      {
        status: 401,
        json: { error: 'invalid_client', error_description: 'Client authentication failed' },
      },
      { status: 400, json: { error: 'invalid_client' } },
    ],
    forbidden: { status: 403, json: { error: 'Forbidden' } },
  },
  oauth: {
    source: 'https://developer.helpscout.com/mailbox-api/overview/authentication/',
    values: {},
    consent: {
      authorize: {
        url: 'https://secure.helpscout.net/authentication/authorizeClientApplication',
        parameters: {
          response_type: 'code',
          client_id: CONSENT.clientId,
          redirect_uri: CONSENT.redirectUri,
        },
      },
      refresh: {
        request: {
          method: 'POST',
          url: 'https://api.helpscout.net/v2/oauth2/token',
          headers: { 'content-type': 'application/x-www-form-urlencoded;charset=UTF-8' },
          form: {
            grant_type: 'refresh_token',
            refresh_token: 'stepkeyMadeUpRefreshToken0123456789',
            client_id: CONSENT.clientId,
            client_secret: CONSENT.clientSecret,
          },
        },
        answer: {
          status: 200,
          json: {
            access_token: 'stepkeyMadeUpAccessToken0123456789Next',
            refresh_token: 'stepkeyMadeUpRefreshToken0123456789Next',
            token_type: 'Bearer',
            expires_in: 3600,
          },
        },
      },
    },
    exchanges: [
      {
        request: {
          method: 'POST',
          url: 'https://api.helpscout.net/v2/oauth2/token',
          headers: { 'content-type': 'application/x-www-form-urlencoded;charset=UTF-8' },
          form: {
            grant_type: 'authorization_code',
            code: CONSENT.code,
            redirect_uri: CONSENT.redirectUri,
            client_id: CONSENT.clientId,
            client_secret: CONSENT.clientSecret,
          },
        },
        answer: {
          status: 200,
          json: {
            access_token: 'stepkeyMadeUpAccessToken0123456789',
            refresh_token: 'stepkeyMadeUpRefreshToken0123456789',
            token_type: 'Bearer',
            expires_in: 3600,
          },
        },
      },
      {
        request: {
          method: 'GET',
          url: 'https://api.helpscout.net/v2/users/me',
          headers: { authorization: 'Bearer stepkeyMadeUpAccessToken0123456789' },
        },
        answer: {
          status: 200,
          json: { id: 4, firstName: 'Ada', lastName: 'Lovelace', email: 'ada@example.com' },
        },
      },
    ],
    learns: { identity: 'ada@example.com' },
    bad: [{ status: 401 }],
    forbidden: 'every token can read its owner',
  },
})
