import { scripts } from '../../provider-script.ts'
import servicenow from '../servicenow.ts'

const password = 'ServiceNow-made-up-password-01'

export default scripts(servicenow, {
  basic: {
    source:
      'https://www.servicenow.com/docs/bundle/zurich-api-reference/page/integrate/inbound-rest/reference/r_RESTAPIHTTPResponseCodes.html',
    values: { instance: 'dev12345', user: 'flows.integration', password },
    exchanges: [
      {
        request: {
          method: 'GET',
          url: 'https://dev12345.service-now.com/api/now/table/sys_user_role?sysparm_limit=1&sysparm_fields=sys_id',
          headers: { authorization: `Basic ${btoa(`flows.integration:${password}`)}` },
        },
        answer: { status: 200, json: { result: [{ sys_id: '03f1c24ec0a80b01018a1b9a3e8b5d8a' }] } },
      },
    ],
    bad: [
      {
        status: 401,
        json: {
          error: {
            message: 'User Not Authenticated',
            detail: 'Required to provide Auth information',
          },
          status: 'failure',
        },
      },
    ],
    forbidden: {
      status: 403,
      json: { error: { message: 'Insufficient rights to query records', detail: null }, status: 'failure' },
    },
    traps: {
      'a hibernating instance': {
        answer: {
          status: 200,
          headers: { 'content-type': 'text/html' },
          text: '<html><title>Instance Hibernating page</title></html>',
        },
        finding: { outcome: 'unexpected', reason: 'web_page' },
      },
    },
  },
})
