import { z } from 'zod'
import { defineComponent } from '../component.ts'
import { subdomain } from '../site-fields.ts'
import { appAccess, appFields } from './microsoft.ts'

const access = appAccess('https://storage.azure.com')

/**
 * Source: learn.microsoft.com/en-us/rest/api/storageservices/authorize-with-azure-active-directory and
 * /list-containers2. The service requires a version in every request with a token. A role for single containers does
 * not permit listing them.
 */
export default defineComponent({
  id: 'azure-storage',
  title: 'Azure Blob Storage',
  description: 'Blobs in the containers of a storage account',
  category: 'files',
  aliases: ['azure', 'blob', 'microsoft', 'object storage', 'container'],
  docsUrl: 'https://learn.microsoft.com/en-us/rest/api/storageservices/authorize-with-azure-active-directory',
  icon: 'azure',
  methods: {
    servicePrincipal: {
      ...access,
      title: 'Service principal',
      fields: z.object({
        account: subdomain({
          label: 'Storage account',
          help: 'The name of the storage account, in which the app has a role such as Storage Blob Data Reader.',
          suffix: '.blob.core.windows.net',
        }),
        ...appFields,
      }),
      baseUrl: 'https://{{account}}.blob.core.windows.net',
      place: [...access.place, { in: 'header', name: 'x-ms-version', value: '2023-11-03' }],
      verify: {
        method: 'GET',
        path: '/?comp=list&maxresults=1',
        headers: { accept: 'application/xml' },
        ok: { status: 200, text: ['<EnumerationResults'] },
      },
    },
  },
})
