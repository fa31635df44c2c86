import { scripts } from '../../provider-script.ts'
import anthropic from '../anthropic.ts'

const apiKey = 'sk-ant-api03-StepkeyMadeUpAnthropicKeyForTests-0123456789'

export default scripts(anthropic, {
  apiKey: {
    source: 'https://docs.anthropic.com/en/api/errors',
    values: { apiKey },
    exchanges: [
      {
        request: {
          method: 'GET',
          url: 'https://api.anthropic.com/v1/models?limit=1',
          headers: { 'x-api-key': apiKey, 'anthropic-version': '2023-06-01' },
        },
        answer: {
          status: 200,
          json: {
            data: [{ type: 'model', id: 'claude-sonnet-4-20250514', display_name: 'Claude Sonnet 4' }],
            has_more: true,
          },
        },
      },
    ],
    bad: [
      {
        status: 401,
        json: { type: 'error', error: { type: 'authentication_error', message: 'invalid x-api-key' } },
      },
    ],
    forbidden: {
      status: 403,
      json: {
        type: 'error',
        error: {
          type: 'permission_error',
          message: 'Your API key does not have permission to use the specified resource.',
        },
      },
    },
  },
})
