import { z } from 'zod'
import { defineComponent } from '../component.ts'
import { secret } from '../fields.ts'

/** Source: developer.atlassian.com/cloud/trello, “Authorization” and “Members”; refusals are plain text. */
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
          help: 'Of your Power-Up, on the API key tab. Every Power-Up has one, also one that is made just for this.',
          helpUrl: 'https://trello.com/power-ups/admin',
        }),
        token: secret({
          label: 'Token',
          help: 'Made by the Token link beside the API key. It may do all that its owner allows there.',
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
