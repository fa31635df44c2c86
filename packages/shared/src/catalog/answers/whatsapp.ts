import { scripts } from '../../provider-script.ts'
import whatsapp from '../whatsapp.ts'

const accessToken = 'EAAStepkeyMadeUpWhatsAppSystemUserToken0123456789ZDZD'

export default scripts(whatsapp, {
  systemUser: {
    source: 'https://developers.facebook.com/docs/whatsapp/cloud-api/phone-numbers',
    values: { phoneNumberId: '106540352242922', accessToken },
    exchanges: [
      {
        request: {
          method: 'GET',
          url: 'https://graph.facebook.com/v24.0/106540352242922?fields=display_phone_number,verified_name',
          headers: { authorization: `Bearer ${accessToken}` },
        },
        answer: {
          status: 200,
          json: {
            display_phone_number: '+1 555-078-3881',
            verified_name: 'Jasper’s Market',
            id: '106540352242922',
          },
        },
      },
    ],
    learns: { identity: '+1 555-078-3881' },
    bad: [400, 401].map((status) => ({
      status,
      json: {
        error: {
          message: 'Invalid OAuth access token - Cannot parse access token',
          type: 'OAuthException',
          code: 190,
        },
      },
    })),
    forbidden: {
      status: 403,
      json: {
        error: {
          message: '(#10) Application does not have permission for this action',
          type: 'OAuthException',
          code: 10,
        },
      },
    },
    traps: {
      'a number that this token can’t access': {
        answer: {
          status: 400,
          json: {
            error: {
              message: 'Unsupported get request. Object with ID does not exist',
              type: 'GraphMethodException',
              code: 100,
              error_subcode: 33,
            },
          },
        },
        finding: { outcome: 'unexpected', reason: 'wrong_account' },
      },
    },
  },
})
