import { scripts } from '../../provider-script.ts'
import netlify from '../netlify.ts'

const token = 'nfp_StepkeyMadeUpNetlifyTokenForTests012'

export default scripts(netlify, {
  token: {
    source: 'https://open-api.netlify.com/#tag/user/operation/getCurrentUser',
    values: { token },
    exchanges: [
      {
        request: {
          method: 'GET',
          url: 'https://api.netlify.com/api/v1/user',
          headers: { authorization: `Bearer ${token}` },
        },
        answer: {
          status: 200,
          json: { id: '5a0c1b2d3e4f', full_name: 'Alice Example', email: 'alice@example.com' },
        },
      },
    ],
    learns: { identity: 'alice@example.com' },
    bad: [{ status: 401, json: { code: 401, message: 'Access Denied' } }],
    forbidden: { status: 403, json: { code: 403, message: 'Forbidden' } },
  },
})
