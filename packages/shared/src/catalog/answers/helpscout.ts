import { scripts } from '../../provider-script.ts'
import helpscout from '../helpscout.ts'
import { authorization, codeExchange, refreshExchange } from './consent-exchanges.ts'

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
      authorize: authorization('https://secure.helpscout.net/authentication/authorizeClientApplication'),
      refresh: refreshExchange(
        'https://api.helpscout.net/v2/oauth2/token',
        'stepkeyMadeUpRefreshToken0123456789',
        {
          access_token: 'stepkeyMadeUpAccessToken0123456789Next',
          refresh_token: 'stepkeyMadeUpRefreshToken0123456789Next',
          token_type: 'Bearer',
          expires_in: 3600,
        },
      ),
    },
    exchanges: [
      codeExchange('https://api.helpscout.net/v2/oauth2/token', {
        access_token: 'stepkeyMadeUpAccessToken0123456789',
        refresh_token: 'stepkeyMadeUpRefreshToken0123456789',
        token_type: 'Bearer',
        expires_in: 3600,
      }),
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
