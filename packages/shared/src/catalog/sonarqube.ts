import { z } from 'zod'
import { defineComponent } from '../component.ts'
import { secret, url } from '../fields.ts'

/**
 * Source: docs.sonarsource.com, “Web API”, and the documentation of api/authentication/validate in the product itself.
 * It answers 200 whatever it is asked with, and says in the body whether the token is one.
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
          help: 'The address at which you open SonarQube.',
          placeholder: 'https://sonarcloud.io',
        }),
        token: secret({
          label: 'Token',
          help: 'Made under My Account, Security. A user token, not one for the analysis of a project.',
        }),
      }),
      baseUrl: '{{url}}',
      place: [{ in: 'header', name: 'authorization', value: 'Bearer {{token}}' }],
      verify: {
        method: 'GET',
        path: '/api/authentication/validate',
        ok: { status: 200, json: [{ at: '/valid', equals: true }] },
        rejected: [{ status: 200, json: [{ at: '/valid', equals: false }] }],
      },
    },
  },
})
