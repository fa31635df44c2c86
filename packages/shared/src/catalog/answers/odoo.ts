import { scripts } from '../../provider-script.ts'
import odoo from '../odoo.ts'

const apiKey = '0000odoo0000stepkey0000000000000000000001'

export default scripts(odoo, {
  apiKey: {
    source: 'https://www.odoo.com/documentation/19.0/developer/reference/external_api.html',
    values: { address: 'https://acme.odoo.com', database: 'acme', apiKey },
    exchanges: [
      {
        request: {
          method: 'POST',
          url: 'https://acme.odoo.com/json/2/res.users/context_get',
          headers: {
            authorization: `bearer ${apiKey}`,
            'x-odoo-database': 'acme',
            'content-type': 'application/json',
          },
          body: {},
        },
        answer: { status: 200, json: { lang: 'en_US', tz: 'Europe/Brussels', uid: 2 } },
      },
    ],
    bad: [
      {
        status: 401,
        json: { name: 'werkzeug.exceptions.Unauthorized', message: 'Invalid apikey', arguments: [] },
      },
    ],
    forbidden: {
      status: 403,
      json: { name: 'odoo.exceptions.AccessError', message: 'You are not allowed to access this.' },
    },
    traps: {
      'a database that does not exist, or an older Odoo version': {
        answer: {
          status: 404,
          headers: { 'content-type': 'text/html' },
          text: '<!doctype html><title>404 Not Found</title>',
        },
        finding: { outcome: 'unexpected', reason: 'wrong_account' },
      },
    },
  },
})
