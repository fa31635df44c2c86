import { type ScriptedAnswer, scripts } from '../../provider-script.ts'
import sendgrid from '../sendgrid.ts'

const apiKey = 'SG.StepkeyMadeUpSendGrid0.0123456789abcdefghijklmnopqrstuvwxyzABCDEFG'
const error = (status: number, message: string): ScriptedAnswer => ({
  status,
  json: { errors: [{ message, field: null, help: null }] },
})

export default scripts(sendgrid, {
  apiKey: {
    source:
      'https://www.twilio.com/docs/sendgrid/api-reference/api-key-permissions/retrieve-a-list-of-scopes-for-which-this-user-has-access',
    values: { apiKey },
    exchanges: [
      {
        request: {
          method: 'GET',
          url: 'https://api.sendgrid.com/v3/scopes',
          headers: { authorization: `Bearer ${apiKey}` },
        },
        answer: { status: 200, json: { scopes: ['mail.send', 'alerts.read'] } },
      },
    ],
    learns: { scopes: ['mail.send', 'alerts.read'] },
    bad: [error(401, 'The provided authorization grant is invalid, expired, or revoked')],
    forbidden: error(403, 'access forbidden'),
  },
})
