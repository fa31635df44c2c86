import { scripts } from '../../provider-script.ts'
import close from '../close.ts'
import { authorization, codeExchange, refreshExchange } from './consent-exchanges.ts'

const apiKey = 'api_StepkeyMadeUpClose.KeyForTests0123456789'

export default scripts(close, {
  apiKey: {
    source: 'https://developer.close.com/topics/errors/',
    values: { apiKey },
    exchanges: [
      {
        request: {
          method: 'GET',
          url: 'https://api.close.com/api/v1/me/',
          headers: { authorization: `Basic ${btoa(`${apiKey}:`)}` },
        },
        answer: {
          status: 200,
          json: {
            id: 'user_MZBLYR5VTB2YPHXNcjTZfFmx3g3XPNo2ZIwLWkkCkmA',
            email: 'bruce@example.com',
            first_name: 'Bruce',
            organizations: [
              { id: 'orga_XbVPx5fFbKlYTz9PW5Ih1XDhViV10YihIaEgMEb6fVW', name: 'Wayne Enterprises' },
            ],
          },
        },
      },
    ],
    learns: { identity: 'bruce@example.com' },
    bad: [{ status: 401, json: { error: 'The api key you are using was not recognized.' } }],
    forbidden: { status: 403, json: { error: 'You do not have permission to do this.' } },
  },
  oauth: {
    source: 'https://developer.close.com/api/overview/oauth-authentication',
    values: {},
    consent: {
      authorize: authorization('https://app.close.com/oauth2/authorize/'),
      refresh: refreshExchange('https://api.close.com/oauth2/token/', 'stepkeyMadeUpRefreshToken0123456789', {
        access_token: 'stepkeyMadeUpAccessToken0123456789Next',
        refresh_token: 'stepkeyMadeUpRefreshToken0123456789Next',
        token_type: 'Bearer',
        expires_in: 3600,
      }),
    },
    exchanges: [
      codeExchange('https://api.close.com/oauth2/token/', {
        access_token: 'stepkeyMadeUpAccessToken0123456789',
        refresh_token: 'stepkeyMadeUpRefreshToken0123456789',
        token_type: 'Bearer',
        expires_in: 3600,
      }),
      {
        request: {
          method: 'GET',
          url: 'https://api.close.com/api/v1/me/',
          headers: { authorization: 'Bearer stepkeyMadeUpAccessToken0123456789' },
        },
        answer: {
          status: 200,
          json: { id: 'user_MadeUp', email: 'ada@example.com', organizations: [{ name: 'Acme' }] },
        },
      },
    ],
    learns: { identity: 'ada@example.com' },
    bad: [{ status: 401 }],
    forbidden: 'every token can read its owner',
  },
})
