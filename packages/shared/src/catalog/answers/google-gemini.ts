import { scripts } from '../../provider-script.ts'
import googleGemini from '../google-gemini.ts'

const apiKey = 'AIzaSyStepkeyMadeUpGeminiKey0123456789-abc'

export default scripts(googleGemini, {
  apiKey: {
    source: 'https://ai.google.dev/api/models',
    values: { apiKey },
    exchanges: [
      {
        request: {
          method: 'GET',
          url: 'https://generativelanguage.googleapis.com/v1beta/models?pageSize=1',
          headers: { 'x-goog-api-key': apiKey },
        },
        answer: {
          status: 200,
          json: {
            models: [{ name: 'models/gemini-2.5-flash', displayName: 'Gemini 2.5 Flash' }],
            nextPageToken: 'Ch9t',
          },
        },
      },
    ],

    bad: [
      {
        status: 400,
        json: {
          error: {
            code: 400,
            message: 'API key not valid. Please pass a valid API key.',
            status: 'INVALID_ARGUMENT',
            details: [
              {
                '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
                reason: 'API_KEY_INVALID',
                domain: 'googleapis.com',
              },
            ],
          },
        },
      },
    ],
    forbidden: { status: 403, json: { error: { code: 403, status: 'PERMISSION_DENIED' } } },
    traps: {
      'another invalid argument': {
        answer: { status: 400, json: { error: { code: 400, status: 'INVALID_ARGUMENT' } } },
        finding: { outcome: 'unexpected' },
      },
    },
  },
})
