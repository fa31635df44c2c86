import { type Script, scripts } from '../../provider-script.ts'
import twilio from '../twilio.ts'

const accountSid = 'AC0123456789abcdef0123456789abcdef'
const authToken = 'fedcba98765432100123456789abcdef'
const apiKeySid = 'SK00112233445566778899aabbccddeeff'
const apiKeySecret = 'StepkeyMadeUpTwilioKeySecret0123'
const basic = (user: string, password: string) => `Basic ${btoa(`${user}:${password}`)}`

const answers: Pick<Script, 'bad' | 'forbidden'> = {
  bad: [
    {
      status: 401,
      json: {
        code: 20003,
        message: 'Authenticate',
        more_info: 'https://www.twilio.com/docs/errors/20003',
        status: 401,
      },
    },
  ],
  // For the test credentials of an account.
  forbidden: {
    status: 403,
    json: {
      code: 20008,
      message: 'Resource not accessible with Test Account Credentials',
      more_info: 'https://www.twilio.com/docs/errors/20008',
      status: 403,
    },
  },
}

export default scripts(twilio, {
  authToken: {
    ...answers,
    source: 'https://www.twilio.com/docs/iam/api/account',
    values: { accountSid, authToken },
    exchanges: [
      {
        request: {
          method: 'GET',
          url: `https://api.twilio.com/2010-04-01/Accounts/${accountSid}.json`,
          headers: { authorization: basic(accountSid, authToken) },
        },
        answer: {
          status: 200,
          json: { sid: accountSid, friendly_name: 'Acme Notifications', status: 'active', type: 'Full' },
        },
      },
    ],
    learns: { identity: 'Acme Notifications' },
    traps: {
      'a suspended account': {
        answer: { status: 200, json: { sid: accountSid, friendly_name: 'Acme', status: 'suspended' } },
        finding: { outcome: 'limited' },
      },
    },
  },
  apiKey: {
    ...answers,
    source: 'https://www.twilio.com/docs/messaging/api/message-resource#read-multiple-message-resources',
    values: { accountSid, apiKeySid, apiKeySecret, region: 'api.dublin.ie1' },
    exchanges: [
      {
        request: {
          method: 'GET',
          url: `https://api.dublin.ie1.twilio.com/2010-04-01/Accounts/${accountSid}/Messages.json?PageSize=1`,
          headers: { authorization: basic(apiKeySid, apiKeySecret) },
        },
        answer: { status: 200, json: { messages: [], page: 0, page_size: 1 } },
      },
    ],
  },
})
