import { z } from 'zod'
import { defineComponent } from '../component.ts'
import { secret } from '../fields.ts'

/**
 * Source: developers.webflow.com, “Site token” and “List sites”. The address that tells about a token fails for site
 * tokens, so this asks for the sites.
 */
export default defineComponent({
  id: 'webflow',
  title: 'Webflow',
  description: 'Sites, collections and forms',
  category: 'content',
  aliases: ['website', 'cms', 'site builder', 'collections'],
  docsUrl: 'https://developers.webflow.com/data/reference/authentication/site-token',
  icon: 'webflow',
  methods: {
    token: {
      title: 'Site token',
      fields: z.object({
        token: secret({
          label: 'Site token',
          help: 'Made in the site’s settings, under Apps & integrations, API access. It needs the permission to read sites.',
          helpUrl: 'https://developers.webflow.com/data/reference/authentication/site-token',
        }),
      }),
      baseUrl: 'https://api.webflow.com/v2',
      place: [{ in: 'header', name: 'authorization', value: 'Bearer {{token}}' }],
      verify: {
        method: 'GET',
        path: '/sites',
        ok: { status: 200, json: [{ at: '/sites', exists: true }] },
        identity: ['/sites/0/displayName', '/sites/0/shortName'],
      },
    },
  },
})
