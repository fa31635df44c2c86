import { z } from 'zod'
import { defineComponent, type HttpCheck } from '../component.ts'
import { tlsFields, tlsOptions } from '../driver-fields.ts'
import { secret, text, url } from '../fields.ts'

/**
 * Source: developer.atlassian.com/server/jira/platform/rest, “Get current user”, and “Personal access token”
 * and “Basic authentication” there.
 */
const verify: HttpCheck = {
  method: 'GET',
  path: '/rest/api/2/myself',
  ok: { status: 200, json: [{ at: '/name', exists: true }] },
  identity: ['/emailAddress', '/name'],
}

const server = {
  baseUrl: url({
    label: 'Base URL',
    help: 'The URL of your Jira server.',
    placeholder: 'https://jira.example.com',
  }),
}

export default defineComponent({
  id: 'jira-data-center',
  title: 'Jira Data Center',
  description: 'Issues and projects on a self-hosted Jira',
  category: 'productivity',
  aliases: ['atlassian', 'jira server', 'jira software', 'on-premises', 'issues', 'tickets'],
  docsUrl: 'https://developer.atlassian.com/server/jira/platform/personal-access-token/',
  icon: 'jira',
  methods: {
    accessToken: {
      title: 'Personal access token',
      fields: z.object({
        ...server,
        token: secret({
          label: 'Personal access token',
          help: 'Create it in your Jira profile, under Personal Access Tokens.',
          helpUrl: 'https://confluence.atlassian.com/enterprise/using-personal-access-tokens-1026032365.html',
        }),
        ...tlsFields,
      }),
      baseUrl: '{{baseUrl}}',
      tls: tlsOptions,
      place: [{ in: 'header', name: 'authorization', value: 'Bearer {{token}}' }],
      verify,
    },
    password: {
      title: 'User and password',
      fields: z.object({
        ...server,
        user: text({ label: 'User', help: 'The name that this user signs in with.' }),
        password: secret({
          label: 'Password',
          help: 'The password of this user. From Jira 11 on, passwords work only if an administrator allows them.',
        }),
        ...tlsFields,
      }),
      baseUrl: '{{baseUrl}}',
      tls: tlsOptions,
      place: [{ in: 'basic', user: '{{user}}', password: '{{password}}' }],
      verify: {
        ...verify,
        // Jira requires a captcha after several failures. It answers the same if passwords are disabled.
        rejected: [{ status: [401, 403], reason: 'bad_login' }],
      },
    },
  },
})
