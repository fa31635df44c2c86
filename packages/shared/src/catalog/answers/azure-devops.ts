import { scripts } from '../../provider-script.ts'
import azureDevops from '../azure-devops.ts'

const token = 'stepkeymadeupazuredevopstokenfortests0123456789abcd'

export default scripts(azureDevops, {
  token: {
    source: 'https://learn.microsoft.com/en-us/rest/api/azure/devops/core/projects/list',
    values: { organization: 'contoso', token },
    exchanges: [
      {
        request: {
          method: 'GET',
          url: 'https://dev.azure.com/contoso/_apis/projects?$top=1&api-version=7.1',
          headers: { authorization: `Basic ${btoa(`:${token}`)}` },
        },
        answer: {
          status: 200,
          json: {
            count: 1,
            value: [{ id: 'eb6e4656-77fc-42a1-9181-4c6d8e9da5d1', name: 'Fabrikam', state: 'wellFormed' }],
          },
        },
      },
    ],

    bad: [{ status: 401 }],
    forbidden: { status: 403, json: { message: 'Access denied.' } },
    traps: {
      'a sign-in page with the status 203': {
        answer: { status: 203, headers: { 'content-type': 'text/html' }, text: '<title>Sign In</title>' },
        finding: { outcome: 'unexpected' },
      },
      'an unknown organization': {
        answer: { status: 404 },
        finding: { outcome: 'unexpected', reason: 'wrong_account' },
      },
    },
  },
})
