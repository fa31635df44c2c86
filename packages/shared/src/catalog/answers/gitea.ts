import { scripts } from '../../provider-script.ts'
import gitea from '../gitea.ts'

const token = '0000gitea0000stepkey00000000000000000001'

export default scripts(gitea, {
  token: {
    source: 'https://docs.gitea.com/api/#tag/user/operation/userGetCurrent',
    values: { address: 'https://git.example.com', token },
    exchanges: [
      {
        request: {
          method: 'GET',
          url: 'https://git.example.com/api/v1/user',
          headers: { authorization: `token ${token}` },
        },
        answer: { status: 200, json: { id: 1, login: 'alice', email: 'alice@example.com' } },
      },
    ],
    learns: { identity: 'alice' },
    bad: [
      { status: 401, json: { message: 'invalid username, password or token' } },
      { status: 401, json: { message: 'user does not exist [uid: 0, name: ]' } },
    ],
    forbidden: {
      status: 403,
      json: { message: 'token does not have at least one of required scope(s): [read:user]' },
    },
  },
})
