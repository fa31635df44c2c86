import { scripts } from '../../provider-script.ts'
import metabase from '../metabase.ts'

const url = 'https://bi.example.com'
const session = '38f4939c-ad7f-4cbe-ae54-30946daf8593'
const verificationExchange = (headers: Record<string, string>) => ({
  request: { method: 'GET', url: `${url}/api/user/current`, headers },
  answer: { status: 200, json: { id: 3, email: 'ada@example.com', common_name: 'Ada King' } },
})

export default scripts(metabase, {
  apiKey: {
    source: 'https://www.metabase.com/docs/latest/people-and-groups/api-keys',
    values: { url, apiKey: 'mb_7oTqXz1pJ0example3kQm9vR2sW5yB8dF' },
    exchanges: [verificationExchange({ 'x-api-key': 'mb_7oTqXz1pJ0example3kQm9vR2sW5yB8dF' })],
    learns: { identity: 'ada@example.com' },
    bad: [{ status: 401, text: 'Unauthenticated' }],
    forbidden: { status: 403, text: 'You don’t have permissions to do that.' },
  },
  password: {
    source: 'https://www.metabase.com/docs/latest/api#tag/apisession',
    values: { url, email: 'ada@example.com', password: 'four words are easier' },
    exchanges: [
      {
        request: {
          method: 'POST',
          url: `${url}/api/session`,
          headers: { 'content-type': 'application/json' },
          body: { username: 'ada@example.com', password: 'four words are easier' },
        },
        answer: { status: 200, json: { id: session } },
      },
      verificationExchange({ 'x-metabase-session': session }),
    ],
    learns: { identity: 'ada@example.com' },
    bad: [
      { status: 401, json: { errors: { password: 'did not match stored password' } } },
      { status: 400, json: { errors: { password: 'did not match stored password' } } },
    ],
    forbidden: { status: 403, text: 'You don’t have permissions to do that.' },
  },
})
