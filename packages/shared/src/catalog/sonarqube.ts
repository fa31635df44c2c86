import { z } from 'zod'
import { defineComponent } from '../component.ts'
import { tlsFields, tlsOptions } from '../driver-fields.ts'
import { secret, url } from '../fields.ts'

/**
 * Source: docs.sonarsource.com, “Web API” and “Managing tokens”, and the documentation of api/authentication/validate in the
 * product itself. It always answers 200. The body contains whether the token is valid.
 */
export default defineComponent({
  id: 'sonarqube',
  title: 'SonarQube',
  description: 'Code quality, on your server or at SonarCloud',
  category: 'development',
  aliases: ['sonar', 'sonarcloud', 'code analysis', 'quality gate'],
  docsUrl: 'https://docs.sonarsource.com/sonarqube-server/extension-guide/web-api/',
  icon: 'sonarqube',
  methods: {
    token: {
      title: 'Token',
      fields: z.object({
        url: url({
          label: 'Address',
          help: 'The URL of your SonarQube server.',
          placeholder: 'https://sonarcloud.io',
        }),
        token: secret({
          label: 'Token',
          help: 'Create it under My Account, Security. It must be a user token, not a token for project analysis.',
        }),
        ...tlsFields,
      }),
      baseUrl: '{{url}}',
      tls: tlsOptions,
      // Older servers accept a token only as a user name without a password. Newer ones accept both forms.
      place: [{ in: 'basic', user: '{{token}}', password: '' }],
      verify: {
        method: 'GET',
        path: '/api/authentication/validate',
        ok: { status: 200, json: [{ at: '/valid', equals: true }] },
        rejected: [{ status: 200, json: [{ at: '/valid', equals: false }] }],
      },
    },
  },
})
