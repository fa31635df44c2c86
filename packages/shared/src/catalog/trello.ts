import { z } from 'zod'
import { defineComponent } from '../component.ts'
import { secret } from '../fields.ts'

/** Source: developer.atlassian.com/cloud/trello, “Authorization” and “Members”. Errors are plain text. */
export default defineComponent({
  id: 'trello',
  title: 'Trello',
  description: 'Boards, lists and cards',
  category: 'productivity',
  aliases: ['atlassian', 'kanban', 'boards', 'cards', 'power-up'],
  docsUrl: 'https://developer.atlassian.com/cloud/trello/guides/rest-api/authorization/',
  icon: 'trello',
  methods: {
    keyAndToken: {
      title: 'API key and token',
      fields: z.object({
        apiKey: secret({
          label: 'API key',
          help: 'On the API key tab of your Power-Up. If you have none, create a Power-Up for this purpose.',
          helpUrl: 'https://trello.com/power-ups/admin',
        }),
        token: secret({
          label: 'Token',
          help: 'Create it with the Token link next to the API key. It has the permissions that its owner grants there.',
          helpUrl: 'https://trello.com/power-ups/admin',
          placeholder: 'ATTA…',
        }),
      }),
      baseUrl: 'https://api.trello.com/1',
      place: [
        { in: 'query', name: 'key', value: '{{apiKey}}' },
        { in: 'query', name: 'token', value: '{{token}}' },
      ],
      verify: {
        method: 'GET',
        path: '/members/me?fields=username',
        ok: { status: 200, json: [{ at: '/username', exists: true }] },
        identity: '/username',
      },
    },
  },
})
