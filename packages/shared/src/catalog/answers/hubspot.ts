import { scripts } from '../../script.ts'
import hubspot from '../hubspot.ts'

const token = 'pat-na1-01234567-89ab-cdef-0123-456789abcdef'

export default scripts(hubspot, {
  accessToken: {
    source:
      'https://developers.hubspot.com/docs/api-reference/latest/account/account-information/get-account-details',
    values: { token },
    exchanges: [
      {
        request: {
          method: 'GET',
          url: 'https://api.hubapi.com/account-info/2026-03/details',
          headers: { authorization: `Bearer ${token}` },
        },
        answer: {
          status: 200,
          json: {
            portalId: 123456,
            accountType: 'STANDARD',
            timeZone: 'US/Eastern',
            companyCurrency: 'USD',
            additionalCurrencies: [],
            utcOffset: '-05:00',
            utcOffsetMilliseconds: -18000000,
            uiDomain: 'app.hubspot.com',
            dataHostingLocation: 'na1',
          },
        },
      },
    ],
    learns: { identity: '123456' },
    bad: [
      {
        status: 401,
        json: {
          status: 'error',
          message: 'Authentication credentials not found.',
          correlationId: '4acd14cf-ade6-4d82-a58c-4a7b4f0e40cd',
          category: 'INVALID_AUTHENTICATION',
        },
      },
    ],
    forbidden: {
      status: 403,
      json: {
        status: 'error',
        message: 'This app hasn’t been granted all required scopes to make this call.',
        correlationId: '7ab0d5e1-1c1d-4a5c-9a0f-0f4d2ad3b0a1',
        category: 'MISSING_SCOPES',
      },
    },
  },
})
