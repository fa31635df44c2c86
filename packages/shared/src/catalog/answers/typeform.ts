import { scripts } from '../../script.ts'
import typeform from '../typeform.ts'

const token = 'tfp_StepkeyMadeUpTypeformTokenForTests_0123456789'

export default scripts(typeform, {
  token: {
    source: 'https://www.typeform.com/developers/create/reference/retrieve-your-own-account/',
    values: { server: 'api.eu.typeform.com', token },
    exchanges: [
      {
        request: {
          method: 'GET',
          url: 'https://api.eu.typeform.com/me',
          headers: { authorization: `Bearer ${token}` },
        },
        answer: { status: 200, json: { alias: 'Lian', email: 'lian@example.com', language: 'en' } },
      },
    ],
    learns: { identity: 'lian@example.com' },
    bad: [401, 403].map((status) => ({
      status,
      json: { code: 'AUTHENTICATION_FAILED', description: 'Authentication credentials not found' },
    })),
    forbidden: { status: 403, json: { code: 'FORBIDDEN', description: 'Missing scope' } },
  },
})
