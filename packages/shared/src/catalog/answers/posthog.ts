import { type Script, type ScriptedRequest, scripts } from '../../provider-script.ts'
import posthog from '../posthog.ts'

const apiKey = 'phx_StepkeyMadeUpPostHogKeyForTests0123456789'
const request: ScriptedRequest = {
  method: 'GET',
  url: 'https://eu.posthog.com/api/users/@me/',
  headers: { authorization: `Bearer ${apiKey}` },
}
const bad: Script['bad'] = [401, 403].map((status) => ({
  status,
  json: {
    type: 'authentication_error',
    code: 'authentication_failed',
    detail: 'Personal API key found in request Authorization header is invalid.',
    attr: null,
  },
}))

export default scripts(posthog, {
  personalApiKey: {
    source: 'https://posthog.com/docs/api/user',
    values: { server: { kind: 'cloud', region: 'eu.posthog.com' }, apiKey },
    exchanges: [
      {
        request,
        answer: {
          status: 200,
          json: {
            uuid: '0185d3a0-0000-0000-abcd-0123456789ab',
            distinct_id: 'abc',
            first_name: 'Max',
            email: 'max@example.com',
          },
        },
      },
    ],
    learns: { identity: 'max@example.com' },
    bad,
    forbidden: {
      status: 403,
      json: {
        type: 'authentication_error',
        code: 'permission_denied',
        detail: 'API key missing required scope ‘user:read’',
        attr: null,
      },
    },
  },
})
