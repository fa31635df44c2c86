import { scripts } from '../../provider-script.ts'
import smartsheet from '../smartsheet.ts'

const token = 'StepkeyMadeUpSmartsheetTokenForTests01'

export default scripts(smartsheet, {
  token: {
    source: 'https://developers.smartsheet.com/api/smartsheet/openapi/users/get-current-user',
    values: { server: 'smartsheet.eu', token },
    exchanges: [
      {
        request: {
          method: 'GET',
          url: 'https://api.smartsheet.eu/2.0/users/me',
          headers: { authorization: `Bearer ${token}` },
        },
        answer: {
          status: 200,
          json: { id: 48569348493401200, email: 'ada@example.com', firstName: 'Ada', lastName: 'Lovelace' },
        },
      },
    ],
    learns: { identity: 'ada@example.com' },
    bad: [
      { status: 401, json: { errorCode: 1002, message: 'Your Access Token is invalid.' } },
      { status: 401, json: { errorCode: 1003, message: 'Your Access Token has expired.' } },
    ],
    forbidden: {
      status: 403,
      json: { errorCode: 1004, message: 'You are not authorized to perform this action.' },
    },
  },
})
