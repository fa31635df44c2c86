import { scripts } from '../../provider-script.ts'
import azureOpenai from '../azure-openai.ts'

const apiKey = '0123456789abcdef0123stepkeymadeup'

export default scripts(azureOpenai, {
  apiKey: {
    source: 'https://learn.microsoft.com/en-us/rest/api/azureopenai/models/list',
    values: { resource: 'contoso-ai', apiKey },
    exchanges: [
      {
        request: {
          method: 'GET',
          url: 'https://contoso-ai.openai.azure.com/openai/models?api-version=2024-10-21',
          headers: { 'api-key': apiKey },
        },
        answer: {
          status: 200,
          json: { object: 'list', data: [{ id: 'gpt-4o', object: 'model', status: 'succeeded' }] },
        },
      },
    ],

    bad: [
      {
        status: 401,
        json: {
          error: {
            code: '401',
            message: 'Access denied due to invalid subscription key or wrong API endpoint.',
          },
        },
      },
    ],
    forbidden: { status: 403, json: { error: { code: '403', message: 'Public access is disabled.' } } },
  },
})
