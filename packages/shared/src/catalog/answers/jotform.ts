import { scripts } from '../../provider-script.ts'
import jotform from '../jotform.ts'

const apiKey = '57e9beef0000jotf0000stepkey00001'
const refusal = { responseCode: 401, message: 'You’re not authorized to use (/user)', content: '' }

export default scripts(jotform, {
  apiKey: {
    source: 'https://api.jotform.com/docs/#user',
    values: { server: 'eu-api.jotform.com', apiKey },
    exchanges: [
      {
        request: { method: 'GET', url: 'https://eu-api.jotform.com/user', headers: { apikey: apiKey } },
        answer: {
          status: 200,
          json: {
            responseCode: 200,
            message: 'success',
            content: { username: 'johnsmith', name: 'John Smith', email: 'john@example.com' },
            'limit-left': 4986,
          },
        },
      },
    ],
    learns: { identity: 'john@example.com' },
    bad: [
      { status: 401, json: refusal },
      { status: 200, json: refusal },
    ],
    forbidden: 'every key can read its owner',
  },
})
