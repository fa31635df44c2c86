import { z } from 'zod'
import { defineComponent } from '../component.ts'
import { address, options, protection, server } from '../driver-fields.ts'
import { choice, secret, text } from '../fields.ts'

export default defineComponent({
  id: 'kafka',
  title: 'Apache Kafka',
  description: 'The event streaming platform Kafka and those that speak like it',
  category: 'messaging',
  aliases: ['confluent', 'redpanda', 'msk', 'event hubs', 'aiven', 'warpstream', 'sasl', 'stream', 'queue'],
  docsUrl: 'https://kafka.apache.org/documentation/#security_sasl',
  icon: 'kafka',
  methods: {
    password: {
      title: 'User and password',
      fields: z.object({
        ...address(
          'kafka.example.com',
          9092,
          'Of one of the bootstrap servers. Often 9092, in Amazon MSK 9096.',
        ),
        mechanism: choice({
          label: 'SASL mechanism',
          help: 'How the server asks for the password: PLAIN in Confluent Cloud and Azure Event Hubs, SCRAM-SHA-512 in Amazon MSK.',
          options: {
            PLAIN: 'PLAIN',
            'SCRAM-SHA-256': 'SCRAM-SHA-256',
            'SCRAM-SHA-512': 'SCRAM-SHA-512',
          },
        }).default('PLAIN'),
        user: text({
          label: 'User',
          help: 'In Confluent Cloud the API key, in Azure Event Hubs $ConnectionString.',
        }),
        password: secret({
          label: 'Password',
          help: 'In Confluent Cloud the API secret, in Azure Event Hubs the whole connection string.',
        }),
        ...protection,
      }),
      place: [],
      verify: { driver: 'kafka', map: { ...server, ...options('mechanism', 'user', 'password') } },
    },
  },
})
