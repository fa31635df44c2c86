import { z } from 'zod'
import { defineComponent } from '../component.ts'
import { address, options, protection, server, sshTunnel, viaSsh } from '../driver-fields.ts'
import { number, secret, text } from '../fields.ts'

export default defineComponent({
  id: 'redis',
  title: 'Redis and Valkey',
  description: 'Redis, Valkey and compatible in-memory data stores',
  category: 'database',
  aliases: ['redis', 'valkey', 'keydb', 'dragonfly', 'cache', 'key-value', 'database'],
  docsUrl: 'https://redis.io/docs/latest/operate/oss_and_stack/management/security/acl/',
  icon: 'redis',
  methods: {
    password: {
      title: 'User and password',
      fields: z.object({
        ...address('cache.example.com', 6379),
        user: text({
          label: 'User',
          help: 'Leave it empty if the server has only a password. This is the user default.',
        }).optional(),
        password: secret({
          label: 'Password',
          help: 'Leave it empty only if the server requires no password.',
        }).optional(),
        database: number({
          label: 'Database number',
          help: 'Usually 0. Clusters have only database 0.',
          advanced: true,
        })
          .int()
          .min(0)
          .max(65535)
          .default(0),
        ...protection,
        ...sshTunnel,
      }),
      place: [],
      paste: {
        schemes: {
          redis: { tls: 'disable' },
          rediss: { tls: 'verify-full' },
          valkey: { tls: 'disable' },
          valkeys: { tls: 'verify-full' },
        },
        path: 'database',
      },
      verify: {
        driver: 'redis',
        map: { ...server, ...options('user', 'password', 'database') },
        via: viaSsh,
      },
    },
  },
})
