import { z } from 'zod'
import { defineComponent } from '../component.ts'
import { address, options, protection, server } from '../driver-fields.ts'
import { secret, text } from '../fields.ts'

export default defineComponent({
  id: 'amqp',
  title: 'RabbitMQ and AMQP 0-9-1',
  description: 'RabbitMQ and compatible message brokers',
  category: 'messaging',
  aliases: ['rabbitmq', 'rabbit', 'lavinmq', 'cloudamqp', 'amazon mq', 'amqps', 'queue', 'message broker'],
  docsUrl: 'https://www.rabbitmq.com/docs/access-control',
  icon: 'rabbitmq',
  methods: {
    password: {
      title: 'User and password',
      fields: z.object({
        ...address('rabbit.example.com', 5671, '5671 with encryption, 5672 without.'),
        vhost: text({
          label: 'Virtual host',
          help: 'The virtual host to use. The default of RabbitMQ is a single slash.',
        })
          .max(255)
          .default('/'),
        user: text({
          label: 'User',
          help: 'A dedicated user for integrations. The user guest can usually connect only from the broker’s own machine.',
        }),
        password: secret({ label: 'Password', help: 'The password of this user.' }),
        ...protection,
      }),
      place: [],
      paste: {
        schemes: { amqp: { tls: 'disable', port: 5672 }, amqps: { tls: 'verify-full', port: 5671 } },
        path: 'vhost',
      },
      verify: { driver: 'amqp', map: { ...server, ...options('vhost', 'user', 'password') } },
    },
  },
})
