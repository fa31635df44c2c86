import { scripts } from '../../provider-script.ts'
import mistral from '../mistral.ts'

const apiKey = 'StepkeyMadeUpMistralKeyForTest01'

export default scripts(mistral, {
  apiKey: {
    source: 'https://docs.mistral.ai/api/#tag/models',
    values: { apiKey },
    exchanges: [
      {
        request: {
          method: 'GET',
          url: 'https://api.mistral.ai/v1/models',
          headers: { authorization: `Bearer ${apiKey}` },
        },
        answer: {
          status: 200,
          json: { object: 'list', data: [{ id: 'mistral-large-latest', object: 'model' }] },
        },
      },
    ],
    bad: [{ status: 401, json: { detail: 'Unauthorized' } }],
    forbidden: { status: 403, json: { detail: 'Forbidden' } },
  },
})
