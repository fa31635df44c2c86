import { scripts } from '../../provider-script.ts'
import adyen from '../adyen.ts'

const apiKey = 'AQEstepkeyMadeUpAdyenKeyForTests0123456789+-=='

export default scripts(adyen, {
  apiKey: {
    source: 'https://docs.adyen.com/api-explorer/Management/3/get/me',
    values: { environment: 'test', apiKey },
    exchanges: [
      {
        request: {
          method: 'GET',
          url: 'https://management-test.adyen.com/v3/me',
          headers: { 'x-api-key': apiKey },
        },
        answer: {
          status: 200,
          json: {
            id: 'S2-6262224667',
            username: 'ws_123456@Company.Test',
            active: true,
            companyName: 'Test',
            roles: ['Management API - Users read and write', 'Checkout webservice role'],
          },
        },
      },
    ],
    learns: {
      identity: 'ws_123456@Company.Test',
      scopes: ['Management API - Users read and write', 'Checkout webservice role'],
    },
    bad: [
      {
        status: 401,
        json: {
          status: 401,
          errorCode: '000',
          message: 'HTTP Status Response - Unauthorized',
          errorType: 'security',
        },
      },
    ],
    // A key without any role of the Management API.
    forbidden: { status: 403, json: { status: 403, errorCode: '00_403', title: 'Forbidden' } },
  },
})
