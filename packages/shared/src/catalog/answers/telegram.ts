import { scripts } from '../../provider-script.ts'
import telegram from '../telegram.ts'

const token = '7000000001:AAStepkey-made-up-telegram-token-01'

export default scripts(telegram, {
  botToken: {
    source: 'https://core.telegram.org/bots/api#getme',
    values: { token },
    exchanges: [
      {
        request: { method: 'GET', url: `https://api.telegram.org/bot${token}/getMe`, headers: {} },
        answer: {
          status: 200,
          json: {
            ok: true,
            result: { id: 7_000_000_001, is_bot: true, first_name: 'Orders', username: 'acme_orders_bot' },
          },
        },
      },
    ],
    learns: { identity: 'acme_orders_bot' },
    bad: [
      { status: 401, json: { ok: false, error_code: 401, description: 'Unauthorized' } },
      { status: 404, json: { ok: false, error_code: 404, description: 'Not Found' } },
    ],
    forbidden: 'every bot can read its own record',
    traps: {
      'a not-found page of a proxy': {
        answer: { status: 404, headers: { 'content-type': 'text/html' }, text: '<html></html>' },
        finding: { outcome: 'unexpected', reason: 'not_found' },
      },
    },
  },
})
