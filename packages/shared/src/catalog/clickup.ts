import { z } from 'zod'
import { defineComponent, type HttpCheck } from '../component.ts'
import { secret } from '../fields.ts'

const check = {
  method: 'GET',
  path: '/user',
  ok: { status: 200, json: [{ at: '/user/id', exists: true }] },
  identity: ['/user/email', '/user/username'],
} satisfies HttpCheck

/**
 * Source: developer.clickup.com, “Authentication”, “Get Access Token”, “Get Authorized User” and “Common
 * errors”. There are no scopes, and tokens do not expire.
 */
export default defineComponent({
  id: 'clickup',
  title: 'ClickUp',
  description: 'Tasks, lists and documents',
  category: 'productivity',
  aliases: ['tasks', 'to-do', 'project management', 'docs'],
  docsUrl: 'https://developer.clickup.com/docs/authentication',
  icon: 'clickup',
  methods: {
    token: {
      title: 'Personal API token',
      fields: z.object({
        token: secret({
          label: 'Personal API token',
          help: 'Under your profile picture, Settings, Apps. It has all of your permissions.',
          helpUrl: 'https://app.clickup.com/settings/apps',
          placeholder: 'pk_…',
        }),
      }),
      baseUrl: 'https://api.clickup.com/api/v2',
      place: [{ in: 'header', name: 'authorization', value: '{{token}}' }],
      verify: check,
    },
    oauth: {
      title: 'Connect with ClickUp',
      fields: z.object({}),
      baseUrl: 'https://api.clickup.com/api/v2',
      token: {
        grant: 'authorization_code',
        authorizeUrl: 'https://app.clickup.com/api',
        url: 'https://api.clickup.com/api/v2/oauth/token',
        clientAuth: 'body',
        // ClickUp documents no PKCE.
        pkce: false,
      },
      // Personal tokens have no Bearer prefix.
      place: [{ in: 'header', name: 'authorization', value: 'Bearer {{token.access_token}}' }],
      verify: check,
    },
  },
})
