import { z } from 'zod'
import { defineComponent } from '../component.ts'
import { secret, text } from '../fields.ts'

/** Source: developer.zendesk.com, “Security and authentication” and “Show self”. */
export default defineComponent({
  id: 'zendesk',
  title: 'Zendesk',
  description: 'Tickets, users and help centre',
  category: 'support',
  aliases: ['tickets', 'helpdesk', 'support'],
  docsUrl: 'https://developer.zendesk.com/api-reference/introduction/security-and-auth/',
  icon: 'zendesk',
  methods: {
    apiToken: {
      title: 'API token',
      fields: z.object({
        subdomain: text({
          label: 'Subdomain',
          help: 'The first part of the address at which you open Zendesk.',
          placeholder: 'acme',
          prefix: 'https://',
          suffix: '.zendesk.com',
        })
          .toLowerCase()
          .regex(/^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/, 'Enter the subdomain only, for example acme'),
        email: text({
          label: 'E-mail',
          help: 'The address with which the owner of the token signs in.',
          placeholder: 'alice@example.com',
        }).regex(/^[^\s@:]+@[^\s@:]+$/, 'Enter an e-mail address'),
        token: secret({
          label: 'API token',
          help: 'Made in the Admin Center under Apps and integrations, APIs, API tokens.',
          helpUrl: 'https://support.zendesk.com/hc/en-us/articles/4408889192858',
        }),
      }),
      baseUrl: 'https://{{subdomain}}.zendesk.com',
      place: [{ in: 'basic', user: '{{email}}/token', password: '{{token}}' }],
      verify: {
        method: 'GET',
        path: '/api/v2/users/me.json',
        ok: { status: 200, json: [{ at: '/user/id', exists: true }] },
        // Without valid credentials Zendesk answers 200 with an anonymous user, whose id is null.
        rejected: [
          {
            status: 200,
            json: [
              { at: '/user', exists: true },
              { at: '/user/id', exists: false },
            ],
            because: 'anonymous',
          },
        ],
        elsewhere: [{ status: 404, because: 'wrong_account' }],
        identity: ['/user/email', '/user/name'],
      },
    },
  },
})
