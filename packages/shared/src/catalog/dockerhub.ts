import { z } from 'zod'
import { defineComponent } from '../component.ts'
import { secret, text } from '../fields.ts'

/**
 * Source: docs.docker.com/reference/api/hub, “Create access token”. User name and token are exchanged for a
 * short-lived JWT.
 */
export default defineComponent({
  id: 'dockerhub',
  title: 'Docker Hub',
  description: 'Repositories, images and tags',
  category: 'development',
  aliases: ['docker', 'registry', 'images', 'containers'],
  docsUrl: 'https://docs.docker.com/reference/api/hub/latest/',
  icon: 'docker',
  methods: {
    accessToken: {
      title: 'Access token',
      fields: z.object({
        user: text({
          label: 'Docker ID',
          help: 'Your Docker user name, or the name of the organization for a token of an organization.',
          placeholder: 'acme',
        }),
        accessToken: secret({
          label: 'Access token',
          help: 'In your account settings under Personal access tokens. Read-only is enough for flows that only read.',
          helpUrl: 'https://app.docker.com/settings/personal-access-tokens',
          placeholder: 'dckr_pat_…',
        }),
      }),
      baseUrl: 'https://hub.docker.com',
      token: {
        grant: 'login',
        method: 'POST',
        path: '/v2/auth/token',
        body: { json: { identifier: '{{user}}', secret: '{{accessToken}}' } },
        ok: { status: 200, json: [{ at: '/access_token', exists: true }] },
        rejected: [{ status: 401, reason: 'bad_login' }],
      },
      place: [{ in: 'header', name: 'authorization', value: 'Bearer {{token.access_token}}' }],
      verify: { token: 'is the proof' },
    },
  },
})
