import { scripts } from '../../provider-script.ts'
import paypal from '../paypal.ts'

const clientId = 'AStepkey-made_up_ClientId-0123456789'
const clientSecret = 'EPayPal-made_up_Secret-ForTests-0123456789'

export default scripts(paypal, {
  clientCredentials: {
    source: 'https://developer.paypal.com/api/rest/authentication/',
    values: { environment: 'api-m.sandbox', clientId, clientSecret },
    exchanges: [
      {
        request: {
          method: 'POST',
          url: 'https://api-m.sandbox.paypal.com/v1/oauth2/token',
          headers: {
            authorization: `Basic ${btoa(`${clientId}:${clientSecret}`)}`,
            'content-type': 'application/x-www-form-urlencoded',
          },
          body: 'grant_type=client_credentials',
        },
        answer: {
          status: 200,
          json: {
            scope: 'https://uri.paypal.com/services/invoicing openid',
            access_token:
              'A21AAFEpH4PsADK7qSS7pSRsgzfENtu-Q1ysgEDVDESseMHBYXVJYE8ovjj68elIDy8nF26AwPhfXTIeWAZHSLIs',
            token_type: 'Bearer',
            app_id: 'APP-80W284485P519543T',
            expires_in: 31668,
          },
        },
      },
    ],
    learns: { scopes: ['https://uri.paypal.com/services/invoicing', 'openid'] },
    bad: [
      {
        status: 401,
        json: { error: 'invalid_client', error_description: 'Client Authentication failed' },
      },
    ],
    forbidden: 'an application without this permission gets no token',
  },
})
