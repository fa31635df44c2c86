import { z } from 'zod'
import { defineComponent } from '../component.ts'
import { choice, host, port, secret, text } from '../fields.ts'

export default defineComponent({
  id: 'smtp',
  title: 'SMTP',
  description: 'Sending e-mail through any mail server',
  category: 'email',
  aliases: ['mail', 'e-mail', 'email', 'send'],
  docsUrl: 'https://www.rfc-editor.org/rfc/rfc4954',
  icon: 'smtp',
  methods: {
    password: {
      title: 'User and password',
      fields: z.object({
        host: host({ label: 'Host', placeholder: 'smtp.example.com' }),
        port: port({ label: 'Port', help: '465 for TLS, 587 for STARTTLS.' }).default(465),
        security: choice({
          label: 'Encryption',
          help: 'Without encryption the password can be read by anybody on the way.',
          options: { tls: 'TLS', starttls: 'STARTTLS', none: 'None' },
        }).default('tls'),
        user: text({ label: 'User', help: 'Often the whole e-mail address.' }),
        password: secret({ label: 'Password', help: 'Many providers ask for an app password here.' }),
      }),
      place: [],
      verify: {
        driver: 'smtp',
        map: {
          host: '{{host}}',
          port: '{{port}}',
          security: '{{security}}',
          user: '{{user}}',
          password: '{{password}}',
        },
      },
    },
  },
})
