import { scripts } from '../../provider-script.ts'
import auth0 from '../auth0.ts'

const clientSecret = 'auth0-MadeUpClientSecretForTests_0123456789'

export default scripts(auth0, {
  clientCredentials: {
    source: 'https://auth0.com/docs/api/authentication/client-credential-flow/get-token',
    values: { domain: 'acme.eu.auth0.com', clientId: 'kX3mPq8sT1vW5yZ7', clientSecret },
    exchanges: [
      {
        request: {
          method: 'POST',
          url: 'https://acme.eu.auth0.com/oauth/token',
          headers: { 'content-type': 'application/x-www-form-urlencoded;charset=UTF-8' },
          body: `audience=https%3A%2F%2Facme.eu.auth0.com%2Fapi%2Fv2%2F&grant_type=client_credentials&client_id=kX3mPq8sT1vW5yZ7&client_secret=${clientSecret}`,
        },
        answer: {
          status: 200,
          json: {
            access_token: 'eyJhbGciOiJSUzI1NiJ9.YXV0aDA.access-0123456789',
            scope: 'read:users update:users',
            expires_in: 86400,
            token_type: 'Bearer',
          },
        },
      },
    ],
    learns: { scopes: ['read:users', 'update:users'] },
    bad: [
      { status: 401, json: { error: 'access_denied', error_description: 'Unauthorized' } },
      {
        status: 403,
        json: {
          error: 'access_denied',
          error_description:
            'Client is not authorized to access "https://acme.eu.auth0.com/api/v2/". You need to create a "client-grant" associated to this API.',
        },
      },
    ],
    forbidden: 'an application without this permission gets no token',
  },
})
