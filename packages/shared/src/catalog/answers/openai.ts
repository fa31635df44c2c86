import { scripts } from '../../provider-script.ts'
import openai from '../openai.ts'

const apiKey = 'sk-proj-StepkeyMadeUpOpenAiKeyForTests_0123456789'
const missingScope = {
  error: {
    message: 'You have insufficient permissions for this operation. Missing scopes: api.model.read.',
    type: 'invalid_request_error',
    param: null,
    code: null,
  },
}

export default scripts(openai, {
  apiKey: {
    source: 'https://platform.openai.com/docs/guides/error-codes',
    values: { apiKey },
    exchanges: [
      {
        request: {
          method: 'GET',
          url: 'https://api.openai.com/v1/models',
          headers: { authorization: `Bearer ${apiKey}` },
        },
        answer: {
          status: 200,
          json: {
            object: 'list',
            data: [{ id: 'gpt-4o', object: 'model', created: 1_686_935_002, owned_by: 'system' }],
          },
        },
      },
    ],
    bad: [
      {
        status: 401,
        json: {
          error: {
            message: 'Incorrect API key provided: sk-proj-****.',
            type: 'invalid_request_error',
            param: null,
            code: 'invalid_api_key',
          },
        },
      },
    ],
    forbidden: { status: 403, json: missingScope },
    traps: {
      'a restricted key that gets a 401': {
        answer: { status: 401, json: missingScope },
        finding: { outcome: 'limited' },
      },
    },
  },
})
