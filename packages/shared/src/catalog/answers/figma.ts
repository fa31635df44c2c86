import { scripts } from '../../script.ts'
import figma from '../figma.ts'

const token = 'figd_StepkeyMadeUpFigmaTokenForTests_0123456789-ab'

export default scripts(figma, {
  token: {
    source: 'https://developers.figma.com/docs/rest-api/users-endpoints/',
    values: { token },
    exchanges: [
      {
        request: { method: 'GET', url: 'https://api.figma.com/v1/me', headers: { 'x-figma-token': token } },
        answer: {
          status: 200,
          json: { id: '2832912312', email: 'alice@example.com', handle: 'Alice', img_url: '' },
        },
      },
    ],
    learns: { identity: 'alice@example.com' },
    bad: [
      { status: 403, json: { status: 403, err: 'Invalid token' } },
      { status: 403, json: { status: 403, err: 'Token expired' } },
    ],
    forbidden: {
      status: 403,
      json: { status: 403, err: 'Invalid scope(s). This endpoint requires the current_user:read scope' },
    },
  },
})
