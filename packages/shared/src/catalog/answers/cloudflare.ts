import { type Script, type ScriptedAnswer, type ScriptedRequest, scripts } from '../../provider-script.ts'
import cloudflare from '../cloudflare.ts'

const userToken = 'StepkeyMadeUpCloudflareUserToken00000001'
const accountToken = 'cfat_StepkeyMadeUpCloudflareAccountToken0000001'
const accountId = '372e67954025e0ba6aaa6d586b9e0b59'
const id = 'ed17574386854bf78a67040be0a770b0'
const verificationRequest = (path: string, token: string): ScriptedRequest => ({
  method: 'GET',
  url: `https://api.cloudflare.com/client/v4${path}`,
  headers: { authorization: `Bearer ${token}` },
})
const active: ScriptedAnswer = {
  status: 200,
  json: {
    success: true,
    errors: [],
    result: { id, status: 'active', expires_on: '2027-01-01T00:00:00Z' },
  },
}
const common: Pick<Script, 'source' | 'learns' | 'bad' | 'forbidden'> = {
  source: 'https://developers.cloudflare.com/api/resources/user/subresources/tokens/methods/verify/',
  learns: { identity: id, expiresAt: '2027-01-01T00:00:00.000Z' },
  bad: [
    { status: 401, json: { success: false, errors: [{ code: 1000, message: 'Invalid API Token' }] } },
    { status: 400, json: { success: false, errors: [{ code: 1000, message: 'Invalid API Token' }] } },
    {
      status: 400,
      json: {
        success: false,
        errors: [
          {
            code: 6003,
            message: 'Invalid request headers',
            error_chain: [{ code: 6111, message: 'Invalid format for Authorization header' }],
          },
        ],
      },
    },
    { status: 200, json: { success: true, errors: [], result: { id, status: 'expired' } } },
    { status: 200, json: { success: true, errors: [], result: { id, status: 'disabled' } } },
  ],
  forbidden: 'every token can read its own status',
}

export default scripts(cloudflare, {
  userToken: {
    ...common,
    values: { token: userToken },
    exchanges: [{ request: verificationRequest('/user/tokens/verify', userToken), answer: active }],
  },
  accountToken: {
    ...common,
    values: { accountId, token: accountToken },
    exchanges: [
      { request: verificationRequest(`/accounts/${accountId}/tokens/verify`, accountToken), answer: active },
    ],
  },
})
