import { scripts } from '../../script.ts'
import zoom from '../zoom.ts'

const values = {
  accountId: 'AbCdEfGhIjKlMnOpQrStUv',
  clientId: 'Zo0mCl1ent1dMadeUp000',
  clientSecret: 'StepkeyMadeUpZoomSecret012345678',
}

export default scripts(zoom, {
  serverToServer: {
    source: 'https://developers.zoom.us/docs/internal-apps/s2s-oauth/',
    values,
    exchanges: [
      {
        request: {
          method: 'POST',
          url: `https://zoom.us/oauth/token?grant_type=account_credentials&account_id=${values.accountId}`,
          headers: { authorization: `Basic ${btoa(`${values.clientId}:${values.clientSecret}`)}` },
        },
        answer: {
          status: 200,
          json: {
            access_token: 'eyJzdiI6IjAwMDAwMSJ9.StepkeyMadeUpZoomAccessToken',
            token_type: 'bearer',
            expires_in: 3599,
            scope: 'meeting:read:meeting:admin user:read:user:admin',
            api_url: 'https://api.zoom.us',
          },
        },
      },
    ],
    learns: { scopes: ['meeting:read:meeting:admin', 'user:read:user:admin'] },
    bad: [400, 401].map((status) => ({
      status,
      json: { reason: 'Invalid client_id or client_secret', error: 'invalid_client' },
    })),
    forbidden: 'whoever gets a token may use it',
    traps: {
      'an account that nobody has': {
        answer: { status: 400, json: { reason: 'Account does not exist', error: 'invalid_request' } },
        finding: { outcome: 'unexpected', reason: 'wrong_account' },
      },
      'an app that is no server-to-server app': {
        answer: { status: 400, json: { reason: 'unsupported grant type', error: 'unsupported_grant_type' } },
        finding: { outcome: 'unexpected', reason: 'refused_request' },
      },
    },
  },
})
