import { scripts } from '../../provider-script.ts'
import digitalocean from '../digitalocean.ts'
import { authorization, codeExchange, refreshExchange } from './consent-exchanges.ts'

const token = 'dop_v1_0123456789abcdef0123456789abcdef0123456789abcdef00000000d0000001'

export default scripts(digitalocean, {
  token: {
    source: 'https://docs.digitalocean.com/reference/api/digitalocean/#tag/Account',
    values: { token },
    exchanges: [
      {
        request: {
          method: 'GET',
          url: 'https://api.digitalocean.com/v2/account',
          headers: { authorization: `Bearer ${token}` },
        },
        answer: {
          status: 200,
          json: {
            account: {
              email: 'sammy@example.com',
              uuid: 'b6fr89dbf6d9156cace5f3c78dc9851d957381ef',
              status: 'active',
              team: { uuid: '5df3e3004a17e242b7c20ca6c9fc25b701a47ece', name: 'My Team' },
            },
          },
        },
      },
    ],
    learns: { identity: 'sammy@example.com' },
    bad: [{ status: 401, json: { id: 'Unauthorized', message: 'Unable to authenticate you' } }],
    forbidden: {
      status: 403,
      json: { id: 'forbidden', message: 'You are not authorized to perform this operation' },
    },
  },
  oauth: {
    source: 'https://docs.digitalocean.com/reference/api/oauth/',
    values: { scopes: ['read'] },
    consent: {
      authorize: authorization('https://cloud.digitalocean.com/v1/oauth/authorize', { scope: 'read' }),
      refresh: refreshExchange(
        'https://cloud.digitalocean.com/v1/oauth/token',
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
      codeExchange('https://cloud.digitalocean.com/v1/oauth/token', {
        access_token: 'stepkeyMadeUpAccessToken0123456789',
        refresh_token: 'stepkeyMadeUpRefreshToken0123456789',
        token_type: 'Bearer',
        expires_in: 3600,
      }),
      {
        request: {
          method: 'GET',
          url: 'https://api.digitalocean.com/v2/account',
          headers: { authorization: 'Bearer stepkeyMadeUpAccessToken0123456789' },
        },
        answer: {
          status: 200,
          json: {
            account: {
              uuid: 'b6fr89dbf6d9156cace5f3c78dc9851d957381ef',
              email: 'ada@example.com',
              status: 'active',
            },
          },
        },
      },
    ],
    learns: { identity: 'ada@example.com' },
    bad: [{ status: 401, json: { id: 'unauthorized', message: 'Unable to authenticate you' } }],
    forbidden: {
      status: 403,
      json: { id: 'forbidden', message: 'You do not have access for the attempted action.' },
    },
  },
})
