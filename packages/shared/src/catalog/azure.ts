import { z } from 'zod'
import { defineComponent } from '../component.ts'
import { appAccess, appFields } from './microsoft.ts'

/**
 * Source: learn.microsoft.com/en-us/entra/identity-platform/app-objects-and-service-principals and
 * /en-us/rest/api/resources/subscriptions/list. A service principal without a role gets an empty list.
 */
export default defineComponent({
  id: 'azure',
  title: 'Microsoft Azure',
  description: 'Any Azure resource, with a service principal',
  category: 'development',
  aliases: ['service principal', 'resource manager', 'arm', 'cloud', 'entra'],
  docsUrl: 'https://learn.microsoft.com/en-us/rest/api/azure/',
  icon: 'azure',
  methods: {
    servicePrincipal: {
      ...appAccess('https://management.azure.com'),
      title: 'Service principal',
      fields: z.object(appFields),
      baseUrl: 'https://management.azure.com',
      verify: {
        method: 'GET',
        path: '/subscriptions?api-version=2022-12-01',
        ok: { status: 200, json: [{ at: '/value', exists: true }] },
        identity: ['/value/0/displayName', '/value/0/subscriptionId'],
      },
    },
  },
})
