import { type ScriptedAnswer, scripts } from '../../provider-script.ts'
import wordpress from '../wordpress.ts'

const values = {
  siteUrl: 'https://blog.example.com',
  user: 'alice',
  applicationPassword: 'abcd EFGH 1234 ijkl MNOP 6789',
}
const errorResponse = (code: string, message: string): ScriptedAnswer => ({
  status: 401,
  json: { code, message, data: { status: 401 } },
})

export default scripts(wordpress, {
  applicationPassword: {
    source: 'https://developer.wordpress.org/rest-api/reference/users/#retrieve-a-user-2',
    values,
    exchanges: [
      {
        request: {
          method: 'GET',
          url: 'https://blog.example.com/wp-json/wp/v2/users/me?context=edit',
          headers: { authorization: `Basic ${btoa(`${values.user}:${values.applicationPassword}`)}` },
        },
        answer: {
          status: 200,
          json: { id: 1, username: 'alice', name: 'Alice', email: 'alice@example.com', roles: ['editor'] },
        },
      },
    ],
    learns: { identity: 'alice@example.com' },
    bad: [
      errorResponse('incorrect_password', 'The provided password is an invalid application password.'),
      errorResponse('invalid_username', 'Unknown username. Check again or try your email address.'),
      // A proxy removes the Authorization header, or application passwords are disabled.
      errorResponse('rest_not_logged_in', 'You are not currently logged in.'),
    ],
    forbidden: {
      status: 403,
      json: {
        code: 'rest_forbidden',
        message: 'Sorry, you are not allowed to do that.',
        data: { status: 403 },
      },
    },
    traps: {
      'a site without WordPress': {
        answer: { status: 404, headers: { 'content-type': 'text/html' }, text: '<html>Not found</html>' },
        finding: { outcome: 'unexpected', reason: 'not_found' },
      },
    },
  },
})
