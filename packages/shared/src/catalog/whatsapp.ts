import { z } from 'zod'
import { defineComponent } from '../component.ts'
import { secret, text } from '../fields.ts'

/**
 * Source: developers.facebook.com/docs/whatsapp/cloud-api/phone-numbers and
 * /docs/graph-api/guides/error-handling: code 190 is a wrong or expired token, 10 and 200 a missing
 * permission, 100 an ID that does not exist or that this token can’t access.
 */
export default defineComponent({
  id: 'whatsapp',
  title: 'WhatsApp Business',
  description: 'Messages from a business number, through the Cloud API',
  category: 'communication',
  aliases: ['meta', 'facebook', 'whatsapp cloud api', 'chat'],
  docsUrl: 'https://developers.facebook.com/docs/whatsapp/cloud-api/get-started',
  icon: 'whatsapp',
  methods: {
    systemUser: {
      title: 'System user token',
      fields: z.object({
        phoneNumberId: text({
          label: 'Phone number ID',
          help: 'In the App Dashboard under WhatsApp, API Setup, below the sender number.',
          placeholder: '106540352242922',
        }).regex(/^\d+$/, 'Enter only the ID, which consists of digits. It is not the phone number'),
        accessToken: secret({
          label: 'Access token',
          help: 'Create it in the Business Settings under Users, System users, with the permissions whatsapp_business_messaging and whatsapp_business_management.',
          helpUrl: 'https://business.facebook.com/settings/system-users',
          placeholder: 'EAA…',
        }),
      }),
      baseUrl: 'https://graph.facebook.com/v24.0',
      place: [{ in: 'header', name: 'authorization', value: 'Bearer {{accessToken}}' }],
      verify: {
        method: 'GET',
        path: '/{{phoneNumberId}}?fields=display_phone_number,verified_name',
        ok: { status: 200, json: [{ at: '/id', exists: true }] },
        rejected: [{ status: [400, 401], json: [{ at: '/error/code', equals: 190 }] }],
        forbidden: [{ status: [400, 403], json: [{ at: '/error/code', oneOf: [10, 200] }] }],
        wrongTarget: [
          { status: [400, 404], json: [{ at: '/error/code', equals: 100 }], reason: 'wrong_account' },
        ],
        identity: ['/display_phone_number', '/verified_name'],
      },
    },
  },
})
