import { scripts } from '../../provider-script.ts'
import azure from '../azure.ts'
import { appValues, authorization, withoutUser } from './microsoft.ts'

const issued = withoutUser('https://management.azure.com')

export default scripts(azure, {
  servicePrincipal: {
    ...issued,
    source: 'https://learn.microsoft.com/en-us/rest/api/resources/subscriptions/list',
    values: appValues,
    exchanges: [
      ...issued.exchanges,
      {
        request: {
          method: 'GET',
          url: 'https://management.azure.com/subscriptions?api-version=2022-12-01',
          headers: { authorization },
        },
        answer: {
          status: 200,
          json: {
            value: [
              {
                id: '/subscriptions/291bba3f-e0a5-47bc-a099-3bdcb2a50a05',
                subscriptionId: '291bba3f-e0a5-47bc-a099-3bdcb2a50a05',
                displayName: 'Contoso Production',
                state: 'Enabled',
              },
            ],
          },
        },
      },
    ],
    learns: { identity: 'Contoso Production' },
    forbidden: 'every service principal can list the subscriptions that it may see',
    traps: {
      'a service principal without a role': {
        answer: { status: 200, json: { value: [] } },
        finding: { outcome: 'verified' },
      },
    },
  },
})
