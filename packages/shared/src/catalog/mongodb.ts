import { z } from 'zod'
import { defineComponent } from '../component.ts'
import { address, options, protection, server } from '../driver-fields.ts'
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
          help: 'The name or the address of one server, without a port. What begins with mongodb+srv:// names a whole cluster: MongoDB Compass and Atlas show its servers.',
          placeholder: 'db.example.com',
        }),
        user: text({ label: 'User', help: 'A user made for integrations, with only the rights they need.' }),
        password: secret({ label: 'Password', help: 'The password of that user.' }),
        authSource: text({
          label: 'Authentication database',
          help: 'Where the user was made, called authSource in connection strings. Mostly admin.',
        }).default('admin'),
        ...protection,
      }),
      place: [],
      // Without a parameter for it, the database in the path is where the user was made.
      paste: { schemes: { mongodb: {} }, path: 'authSource', parameters: { authSource: 'authSource' } },
      verify: {
        driver: 'mongodb',
        map: { ...server, ...options('user', 'password', 'authSource') },
      },
    },
  },
})
