import { scripts } from '../../provider-script.ts'
import mixpanel from '../mixpanel.ts'

const user = 'flows.a1b2c3.mp-service-account'
const accountSecret = 'mixpanelMadeUpSecretForTests0123'
const refusal = { status: 'error', error: 'Invalid service account credentials' }

export default scripts(mixpanel, {
  serviceAccount: {
    source: 'https://developer.mixpanel.com/reference/service-accounts',
    values: { region: 'eu.mixpanel.com', user, accountSecret },
    exchanges: [
      {
        request: {
          method: 'GET',
          url: 'https://eu.mixpanel.com/api/app/me?include_workspace_users=false',
          headers: { authorization: `Basic ${btoa(`${user}:${accountSecret}`)}` },
        },
        answer: {
          status: 200,
          json: {
            status: 'ok',
            results: {
              user_id: 4_242_424,
              user_name: 'flows',
              user_email: 'flows.a1b2c3@mixpanel.example',
              projects: {},
            },
          },
        },
      },
    ],
    learns: { identity: 'flows.a1b2c3@mixpanel.example' },
    bad: [
      { status: 401, json: refusal },
      { status: 403, json: refusal },
    ],
    forbidden: { status: 403, json: { status: 'error', error: 'You do not have permission to do this' } },
  },
})
