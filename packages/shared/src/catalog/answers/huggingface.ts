import { scripts } from '../../provider-script.ts'
import huggingface from '../huggingface.ts'

const token = 'hf_StepkeyMadeUpHuggingFaceTokenTest1'

export default scripts(huggingface, {
  token: {
    source: 'https://huggingface.co/docs/hub/api',
    values: { token },
    exchanges: [
      {
        request: {
          method: 'GET',
          url: 'https://huggingface.co/api/whoami-v2',
          headers: { authorization: `Bearer ${token}` },
        },
        answer: {
          status: 200,
          json: {
            type: 'user',
            id: '5f0c1b2d',
            name: 'alice',
            auth: { type: 'access_token', accessToken: { displayName: 'flows', role: 'fineGrained' } },
          },
        },
      },
    ],
    learns: { identity: 'alice' },
    bad: [
      { status: 401, json: { error: 'Invalid username or password.' } },
      { status: 401, json: { error: 'Invalid credentials in Authorization header' } },
    ],
    forbidden: 'every token can read its owner',
  },
})
