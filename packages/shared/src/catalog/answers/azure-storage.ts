import { scripts } from '../../provider-script.ts'
import azureStorage from '../azure-storage.ts'
import { appValues, authorization, withoutUser } from './microsoft.ts'

const issued = withoutUser('https://storage.azure.com')

export default scripts(azureStorage, {
  servicePrincipal: {
    ...issued,
    source: 'https://learn.microsoft.com/en-us/rest/api/storageservices/list-containers2',
    values: { account: 'contosofiles', ...appValues },
    exchanges: [
      ...issued.exchanges,
      {
        request: {
          method: 'GET',
          url: 'https://contosofiles.blob.core.windows.net/?comp=list&maxresults=1',
          headers: { authorization, 'x-ms-version': '2023-11-03', accept: 'application/xml' },
        },
        answer: {
          status: 200,
          headers: { 'content-type': 'application/xml' },
          text: '<?xml version="1.0" encoding="utf-8"?><EnumerationResults ServiceEndpoint="https://contosofiles.blob.core.windows.net/"><MaxResults>1</MaxResults><Containers /><NextMarker /></EnumerationResults>',
        },
      },
    ],
    forbidden: {
      status: 403,
      headers: { 'content-type': 'application/xml' },
      text: '<?xml version="1.0" encoding="utf-8"?><Error><Code>AuthorizationPermissionMismatch</Code><Message>This request is not authorized to perform this operation using this permission.</Message></Error>',
    },
    traps: {},
  },
})
