import { scripts } from '../../provider-script.ts'
import snowflake from '../snowflake.ts'

const accessToken = 'eyJraWQiOiJzbm93Zmxha2UifQ.c3RlcGtleS1tYWRlLXVw.snowflakeSignature-0123456789'

export default scripts(snowflake, {
  accessToken: {
    source: 'https://docs.snowflake.com/en/developer-guide/sql-api/reference',
    values: { account: 'myorg-account1', accessToken },
    exchanges: [
      {
        request: {
          method: 'POST',
          url: 'https://myorg-account1.snowflakecomputing.com/api/v2/statements',
          headers: {
            authorization: `Bearer ${accessToken}`,
            'x-snowflake-authorization-token-type': 'PROGRAMMATIC_ACCESS_TOKEN',
            'content-type': 'application/json',
          },
          body: { statement: 'SELECT CURRENT_USER()', timeout: 10 },
        },
        answer: {
          status: 200,
          json: {
            resultSetMetaData: { numRows: 1, format: 'jsonv2' },
            data: [['FLOWS_USER']],
            code: '090001',
            sqlState: '00000',
            message: 'Statement executed successfully.',
          },
        },
      },
    ],
    learns: { identity: 'FLOWS_USER' },
    bad: [
      { status: 401, json: { code: '394400', message: 'Programmatic access token is invalid.' } },
      { status: 401, json: { code: '390303', message: 'Invalid OAuth access token.' } },
    ],
    forbidden: 'every user can read their own name',
    traps: {
      'an account that does not exist': {
        answer: { status: 403, headers: { 'content-type': 'text/html' }, text: '<html>403 Forbidden</html>' },
        finding: { outcome: 'unexpected', reason: 'wrong_account' },
      },
      'a running statement': {
        answer: { status: 202, json: { code: '333334', message: 'Asynchronous execution in progress.' } },
        finding: { outcome: 'unexpected' },
      },
    },
  },
})
