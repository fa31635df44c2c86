import { z } from 'zod'
import { defineComponent } from '../component.ts'
import { address, options, protection, server, sshTunnel, viaSsh } from '../driver-fields.ts'
import { host, secret, text } from '../fields.ts'

export default defineComponent({
  id: 'mongodb',
  title: 'MongoDB',
  description: 'The document database',
  category: 'database',
  aliases: ['mongo', 'atlas', 'documentdb', 'ferretdb', 'nosql', 'database'],
  docsUrl: 'https://www.mongodb.com/docs/manual/core/authentication/',
  icon: 'mongodb',
  methods: {
    password: {
      title: 'User and password',
      fields: z.object({
        ...address('db.example.com', 27017),
        host: host({
          label: 'Host',
          help: 'The host name or IP address of one server, without a port. A mongodb+srv:// address names a cluster; MongoDB Compass and Atlas show its servers.',
          placeholder: 'db.example.com',
        }),
        user: text({
          label: 'User',
          help: 'A dedicated user for integrations, with only the rights it needs.',
        }),
        password: secret({ label: 'Password', help: 'The password of this user.' }),
        authSource: text({
          label: 'Authentication database',
          help: 'The database in which the user was created, called authSource in connection strings. Usually admin.',
        }).default('admin'),
        ...protection,
        ...sshTunnel,
      }),
      place: [],
      // Without the parameter authSource, the database in the path applies.
      paste: { schemes: { mongodb: {} }, path: 'authSource', parameters: { authSource: 'authSource' } },
      verify: {
        driver: 'mongodb',
        map: { ...server, ...options('user', 'password', 'authSource') },
        via: viaSsh,
      },
    },
  },
})
