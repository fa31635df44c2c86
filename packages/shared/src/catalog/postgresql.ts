import { z } from 'zod'
import { defineComponent } from '../component.ts'
import { address, options, protection, server, sshTunnel, viaSsh } from '../driver-fields.ts'
import { secret, text } from '../fields.ts'

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
        ...address('db.example.com', 5432),
        database: text({ label: 'Database', help: 'The name of the database to use.' }),
        user: text({
          label: 'User',
          help: 'A dedicated user for integrations, with only the rights it needs.',
        }),
        password: secret({
          label: 'Password',
          help: 'The password of this user. Leave it empty only if a client certificate identifies the user.',
        }).optional(),
        ...protection,
        ...sshTunnel,
      }),
      place: [],
      paste: {
        schemes: { postgres: {}, postgresql: {} },
        path: 'database',
      },
      verify: {
        driver: 'postgres',
        map: { ...server, ...options('database', 'user', 'password') },
        via: viaSsh,
      },
    },
  },
})
