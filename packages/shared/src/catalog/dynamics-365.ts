import { z } from 'zod'
import { defineComponent, type HttpCheck } from '../component.ts'
import { extracting, text } from '../fields.ts'
import { appAccess, appFields, microsoftAppGuide, userAccess, userTenant } from './microsoft.ts'

const host = extracting(
  text({
    label: 'Environment',
    help: 'The host name of your environment, as in the address bar of Dynamics 365.',
    placeholder: 'contoso.crm4.dynamics.com',
  }).toLowerCase(),
  '^https?://([^/]+)',
).regex(
  /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.api)?\.crm\d{0,2}\.dynamics\.com$/,
  'Enter the host name, such as contoso.crm4.dynamics.com',
)
const baseUrl = 'https://{{host}}/api/data/v9.2'
const verify = {
  method: 'GET',
  path: '/WhoAmI',
  ok: { status: 200, json: [{ at: '/UserId', exists: true }] },
  identity: '/UserId',
} satisfies HttpCheck

/**
 * Source: learn.microsoft.com/en-us/power-apps/developer/data-platform/authenticate-oauth and
 * /webapi/reference/whoami. Without a user, the environment needs an application user for the app.
 */
export default defineComponent({
  id: 'dynamics-365',
  title: 'Microsoft Dynamics 365',
  description: 'Accounts, contacts and all tables of Dataverse',
  category: 'crm',
  aliases: ['crm', 'dataverse', 'power apps', 'power platform', 'microsoft', 'sales'],
  docsUrl: 'https://learn.microsoft.com/en-us/power-apps/developer/data-platform/authenticate-oauth',
  icon: 'microsoft365',
  appGuide: microsoftAppGuide({ api: 'Dynamics CRM', permissions: 'user_impersonation' }),
  methods: {
    oauth: {
      ...userAccess('https://{{host}}/user_impersonation'),
      title: 'Connect with Dynamics 365',
      fields: z.object({ host, tenant: userTenant }),
      baseUrl,
      verify,
    },
    clientCredentials: {
      ...appAccess('https://{{host}}'),
      fields: z.object({ host, ...appFields }),
      baseUrl,
      verify,
    },
  },
})
