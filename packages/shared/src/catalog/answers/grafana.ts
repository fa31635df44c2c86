import { scripts } from '../../provider-script.ts'
import grafana from '../grafana.ts'

const token = 'glsa_StepkeyMadeUpGrafanaTokenTests01_0a1b2c3d'

export default scripts(grafana, {
  serviceAccount: {
    source: 'https://grafana.com/docs/grafana/latest/developers/http_api/org/',
    values: { address: 'https://acme.grafana.net', token },
    exchanges: [
      {
        request: {
          method: 'GET',
          url: 'https://acme.grafana.net/api/org',
          headers: { authorization: `Bearer ${token}` },
        },
        answer: { status: 200, json: { id: 1, name: 'Main Org.' } },
      },
    ],
    learns: { identity: 'Main Org.' },
    bad: [
      { status: 401, json: { message: 'Invalid API key', messageId: 'api-key.invalid', statusCode: 401 } },
    ],
    forbidden: {
      status: 403,
      json: {
        message: 'You’ll need additional permissions to perform this action. Permissions needed: orgs:read',
      },
    },
  },
})
