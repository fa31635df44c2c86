import { z } from 'zod'
import { defineComponent } from '../component.ts'
import { address, options, protection, server } from '../driver-fields.ts'
import { secret, text } from '../fields.ts'

export default defineComponent({
  id: 'mysql',
  title: 'MySQL and MariaDB',
  description: 'The relational databases MySQL, MariaDB and those that speak like them',
  category: 'database',
  aliases: ['mysql', 'mariadb', 'aurora', 'percona', 'planetscale', 'tidb', 'sql', 'database'],
  docsUrl: 'https://dev.mysql.com/doc/refman/8.4/en/connecting.html',
  icon: 'mysql',
  methods: {
    password: {
      title: 'User and password',
      fields: z.object({
        ...address('db.example.com', 3306),
        database: text({
          label: 'Database',
          help: 'Leave it empty if flows name the database themselves.',
        }).optional(),
        user: text({
          label: 'User',
          help: 'A user made for integrations, with only the rights they need. It must be allowed to connect from where Stepkey runs.',
        }),
        password: secret({
          label: 'Password',
          help: 'Leave it empty only if this user has none.',
        }).optional(),
        ...protection,
      }),
      place: [],
      paste: { schemes: { mysql: {}, mariadb: {} }, path: 'database' },
      verify: {
        driver: 'mysql',
        map: { ...server, ...options('database', 'user', 'password') },
      },
    },
  },
})
