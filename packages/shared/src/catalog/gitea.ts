import { z } from 'zod'
import { defineComponent } from '../component.ts'
import { tlsFields, tlsOptions } from '../driver-fields.ts'
import { secret, url } from '../fields.ts'

/**
 * Source: docs.gitea.com/development/api-usage and the operation userGetCurrent of the Gitea API. Forgejo has
 * the same API.
 */
export default defineComponent({
  id: 'gitea',
  title: 'Gitea',
  description: 'Repositories and issues on Gitea or Forgejo',
  category: 'development',
  aliases: ['forgejo', 'codeberg', 'git', 'repository', 'code'],
  docsUrl: 'https://docs.gitea.com/development/api-usage',
  icon: 'gitea',
  methods: {
    token: {
      title: 'Access token',
      fields: z.object({
        address: url({
          label: 'Address',
          help: 'The address at which you open Gitea.',
          placeholder: 'https://gitea.example.com',
        }),
        token: secret({
          label: 'Access token',
          help: 'In your settings under Applications. Add read:user for the verification, and the permissions that your flows need.',
          helpUrl: 'https://docs.gitea.com/development/api-usage',
        }),
        ...tlsFields,
      }),
      baseUrl: '{{address}}',
      tls: tlsOptions,
      place: [{ in: 'header', name: 'authorization', value: 'token {{token}}' }],
      verify: {
        method: 'GET',
        path: '/api/v1/user',
        ok: { status: 200, json: [{ at: '/login', exists: true }] },
        identity: '/login',
      },
    },
  },
})
