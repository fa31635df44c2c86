import { z } from 'zod'
import { defineComponent } from '../component.ts'
import { address, options, protection, server, sshTunnel, viaSsh } from '../driver-fields.ts'
import { secret, text } from '../fields.ts'

export default defineComponent({
  id: 'mysql',
  title: 'MySQL and MariaDB',
  description: 'MySQL, MariaDB and compatible relational databases',
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
          help: 'Leave it empty if your flows specify the database.',
        }).optional(),
        user: text({
          label: 'User',
          help: 'A dedicated user for integrations, with only the rights it needs. It must be allowed to connect from the Stepkey server.',
        }),
        password: secret({
          label: 'Password',
          help: 'Leave it empty only if this user has no password.',
        }).optional(),
        ...protection,
        ...sshTunnel,
      }),
      place: [],
      paste: { schemes: { mysql: {}, mariadb: {} }, path: 'database' },
      verify: {
        driver: 'mysql',
        map: { ...server, ...options('database', 'user', 'password') },
        via: viaSsh,
      },
    },
  },
})
