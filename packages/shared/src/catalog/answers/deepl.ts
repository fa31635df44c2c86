import { scripts } from '../../provider-script.ts'
import deepl from '../deepl.ts'

const apiKey = '279a2e9d-83b3-c416-7e2d-f721593e42a0:fx'

export default scripts(deepl, {
  apiKey: {
    source: 'https://developers.deepl.com/api-reference/usage-and-quota',
    values: { apiKey },
    exchanges: [
      {
        request: {
          method: 'GET',
          url: 'https://api-free.deepl.com/v2/usage',
          headers: { authorization: `DeepL-Auth-Key ${apiKey}` },
        },
        answer: { status: 200, json: { character_count: 180118, character_limit: 500000 } },
      },
    ],
    bad: [{ status: 403, json: { message: 'Authorization failure' } }],
    forbidden: 'keys have no permissions, so a 403 means a wrong key',
  },
})
