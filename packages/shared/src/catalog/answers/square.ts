import { scripts } from '../../script.ts'
import square from '../square.ts'

const accessToken = 'EAAAStepkeyMadeUpSquareTokenForTests0123456789'

export default scripts(square, {
  accessToken: {
    source: 'https://developer.squareup.com/docs/build-basics/general-considerations/handling-errors',
    values: { environment: 'squareupsandbox', accessToken },
    exchanges: [
      {
        request: {
          method: 'GET',
          url: 'https://connect.squareupsandbox.com/v2/merchants',
          headers: { authorization: `Bearer ${accessToken}`, 'square-version': '2025-01-23' },
        },
        answer: {
          status: 200,
          json: {
            merchant: [
              {
                id: 'DM7VKY8Q63GNP',
                business_name: 'Apple A Day',
                country: 'US',
                currency: 'USD',
                status: 'ACTIVE',
              },
            ],
            cursor: 1,
          },
        },
      },
    ],
    learns: { identity: 'Apple A Day' },
    bad: [
      {
        status: 401,
        json: {
          errors: [
            {
              category: 'AUTHENTICATION_ERROR',
              code: 'UNAUTHORIZED',
              detail: 'This request could not be authorized.',
            },
          ],
        },
      },
    ],
    forbidden: {
      status: 403,
      json: {
        errors: [
          {
            category: 'AUTHENTICATION_ERROR',
            code: 'INSUFFICIENT_SCOPES',
            detail: 'The merchant has not given your application sufficient permissions to do that.',
          },
        ],
      },
    },
  },
})
