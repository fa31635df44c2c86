import { scripts } from '../../provider-script.ts'
import vercel from '../vercel.ts'

const accessToken = 'StepkeyMadeUpVercelTokn1'

export default scripts(vercel, {
  accessToken: {
    source: 'https://vercel.com/docs/rest-api/reference/endpoints/user/get-the-user',
    values: { accessToken },
    exchanges: [
      {
        request: {
          method: 'GET',
          url: 'https://api.vercel.com/v2/user',
          headers: { authorization: `Bearer ${accessToken}` },
        },
        answer: {
          status: 200,
          json: {
            user: {
              id: 'AEIIDYVk59zbFF2Sxfyxxmua',
              email: 'me@example.com',
              username: 'jane-doe',
              name: 'Jane Doe',
            },
          },
        },
      },
    ],
    learns: { identity: 'me@example.com' },
    revoke: {
      request: {
        method: 'DELETE',
        url: 'https://api.vercel.com/v3/user/tokens/current',
        headers: { authorization: `Bearer ${accessToken}` },
      },
      answer: {
        status: 200,
        json: { tokenId: '5d9f2ebd38ddca62e5d51e9c1704c72530bdc8bfdd41e782a6687c48399e8391' },
      },
    },
    bad: [
      {
        status: 403,
        json: { error: { code: 'forbidden', message: 'Not authorized', invalidToken: true } },
      },
    ],
    forbidden: { status: 403, json: { error: { code: 'forbidden', message: 'Not authorized' } } },
  },
})
