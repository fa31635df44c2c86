import { scripts } from '../../provider-script.ts'
import trello from '../trello.ts'

const values = {
  apiKey: '0123456789abcdeftrello0123456789',
  token: 'ATTA0123456789abcdeftrellotoken0123456789abcdef0123456789abcdef5F6E7D8C',
}

export default scripts(trello, {
  keyAndToken: {
    source: 'https://developer.atlassian.com/cloud/trello/guides/rest-api/authorization/',
    values,
    exchanges: [
      {
        request: {
          method: 'GET',
          url: `https://api.trello.com/1/members/me?fields=username&key=${values.apiKey}&token=${values.token}`,
          headers: {},
        },
        answer: { status: 200, json: { id: '5abbe4b7ddc1b351ef961414', username: 'taco' } },
      },
    ],
    learns: { identity: 'taco' },
    bad: ['invalid key', 'invalid app key', 'invalid token', 'unauthorized permission requested'].map(
      (text) => ({ status: 401, text }),
    ),
    forbidden: 'every token can read its owner',
  },
})
