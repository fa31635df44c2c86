import { z } from 'zod'
import { defineComponent, type HttpCheck } from '../component.ts'
import { host, secret, text } from '../fields.ts'

/**
 * Source: docs.databricks.com/dev-tools/auth/pat and /dev-tools/auth/oauth-m2m,
 * /api/workspace/currentuser/me. A wrong token gets a 403 with the number 403 as error_code. For a valid
 * token without permission, error_code is a word.
 */
const verify: HttpCheck = {
  method: 'GET',
  path: '/api/2.0/preview/scim/v2/Me',
  ok: { status: 200, json: [{ at: '/id', exists: true }] },
  rejected: [{ status: 403, json: [{ at: '/error_code', equals: 403 }] }],
  identity: ['/userName', '/displayName'],
}
const workspace = {
  workspace: host({
    label: 'Workspace',
    help: 'The URL of the workspace, up to the first slash.',
    placeholder: 'dbc-a1b2345c-d6e7.cloud.databricks.com',
    prefix: 'https://',
  }),
}

export default defineComponent({
  id: 'databricks',
  title: 'Databricks',
  description: 'Notebooks, jobs and data of a workspace',
  category: 'analytics',
  aliases: ['spark', 'lakehouse', 'data warehouse', 'sql'],
  docsUrl: 'https://docs.databricks.com/aws/en/dev-tools/auth/',
  icon: 'databricks',
  methods: {
    token: {
      title: 'Personal access token',
      fields: z.object({
        ...workspace,
        token: secret({
          label: 'Personal access token',
          help: 'In the workspace under Settings, Developer, Access tokens. It has all of your permissions in the workspace.',
          helpUrl: 'https://docs.databricks.com/aws/en/dev-tools/auth/pat',
          placeholder: 'dapi…',
        }),
      }),
      baseUrl: 'https://{{workspace}}',
      place: [{ in: 'header', name: 'authorization', value: 'Bearer {{token}}' }],
      verify,
    },
    servicePrincipal: {
      title: 'Service principal',
      fields: z.object({
        ...workspace,
        clientId: text({
          label: 'Client ID',
          help: 'The application ID of the service principal, in the workspace under Settings, Identity and access.',
          placeholder: '1a2b3c4d-0000-0000-0000-1a2b3c4d5e6f',
        }),
        clientSecret: secret({
          label: 'OAuth secret',
          help: 'Create it for the service principal under Secrets. Shown only once.',
          helpUrl: 'https://docs.databricks.com/aws/en/dev-tools/auth/oauth-m2m',
          placeholder: 'dose…',
        }),
      }),
      baseUrl: 'https://{{workspace}}',
      // RFC 6749 encodes client IDs in basic authentication. Here they are sent unencoded.
      token: {
        grant: 'login',
        method: 'POST',
        path: '/oidc/v1/token',
        place: [{ in: 'basic', user: '{{clientId}}', password: '{{clientSecret}}' }],
        body: { form: { grant_type: 'client_credentials', scope: 'all-apis' } },
        ok: { status: 200, json: [{ at: '/access_token', exists: true }] },
        rejected: [{ status: [400, 401], json: [{ at: '/error', equals: 'invalid_client' }] }],
      },
      place: [{ in: 'header', name: 'authorization', value: 'Bearer {{token.access_token}}' }],
      verify,
    },
  },
})
