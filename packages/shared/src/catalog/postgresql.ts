import { z } from 'zod'
import { defineComponent } from '../component.ts'
import { choice, host, multiline, port, secret, text } from '../fields.ts'

export default defineComponent({
  id: 'postgresql',
  title: 'PostgreSQL',
  description: 'The relational database',
  category: 'database',
  aliases: ['postgres', 'pg', 'sql', 'database'],
  docsUrl: 'https://www.postgresql.org/docs/current/libpq-connect.html',
  icon: 'postgresql',
  methods: {
    password: {
      title: 'User and password',
      fields: z.object({
        host: host({ label: 'Host', placeholder: 'db.example.com' }),
        port: port({ label: 'Port' }).default(5432),
        database: text({ label: 'Database' }),
        user: text({ label: 'User', help: 'A user made for integrations, with only the rights they need.' }),
        password: secret({ label: 'Password' }),
        tls: choice({
          label: 'Encryption',
          help: 'Choose the first one whenever the server allows it: the others can be listened to or impersonated.',
          options: {
            'verify-full': 'Required, and the server’s certificate is checked',
            require: 'Required, certificate not checked',
            disable: 'None',
          },
        }).default('verify-full'),
        ca: multiline({
          label: 'Certificate authority',
          help: 'Only if the server’s certificate is signed by your own authority: its certificate in PEM form.',
          placeholder: '-----BEGIN CERTIFICATE-----',
        }).optional(),
      }),
      place: [],
      verify: {
        driver: 'postgres',
        map: {
          host: '{{host}}',
          port: '{{port}}',
          database: '{{database}}',
          user: '{{user}}',
          password: '{{password}}',
          tls: '{{tls}}',
          ca: '{{ca}}',
        },
      },
    },
  },
})
