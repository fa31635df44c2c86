import { z } from 'zod'
import { defineComponent } from '../component.ts'
import { address, options, protection, server } from '../driver-fields.ts'
import { secret, text } from '../fields.ts'

export default defineComponent({
  id: 'amqp',
  title: 'RabbitMQ and AMQP 0-9-1',
  description: 'The message broker RabbitMQ and those that speak like it',
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
          help: 'The part of the broker to work in. A slash alone is the one that every RabbitMQ starts with.',
        })
          .max(255)
          .default('/'),
        user: text({
          label: 'User',
          help: 'A user made for integrations. The user named guest is mostly let in from the broker’s own machine alone.',
        }),
        password: secret({ label: 'Password', help: 'The password of that user.' }),
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
