import { z } from 'zod'
import { defineComponent } from '../component.ts'
import { address, encryption, options, protection, server } from '../driver-fields.ts'
import { choice, hosts, secret, text } from '../fields.ts'

const login = {
  mechanism: choice({
    label: 'SASL mechanism',
    help: 'The SASL mechanism of the server. PLAIN in Confluent Cloud and Azure Event Hubs, SCRAM-SHA-512 in Amazon MSK.',
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
    help: 'In Confluent Cloud the API secret, in Azure Event Hubs the complete connection string.',
  }),
}

export default defineComponent({
  id: 'kafka',
  title: 'Apache Kafka',
  description: 'Apache Kafka and compatible event streaming platforms',
  category: 'messaging',
  aliases: ['confluent', 'redpanda', 'msk', 'event hubs', 'aiven', 'warpstream', 'sasl', 'stream', 'queue'],
  docsUrl: 'https://kafka.apache.org/documentation/#security_sasl',
  icon: 'kafka',
  methods: {
    brokers: {
      title: 'User and password',
      fields: z.object({
        brokers: hosts({
          label: 'Bootstrap servers',
          help: 'One or several brokers with their ports, called bootstrap.servers in Kafka. The port is often 9092, in Amazon MSK 9096.',
          placeholder: 'kafka1.example.com:9092, kafka2.example.com:9092',
        }).regex(
          /^[^,]+:\d+(?:,[^,]+:\d+)*$/,
          'Enter every broker with its port, for example kafka1.example.com:9092',
        ),
        ...login,
        ...protection,
      }),
      place: [],
      verify: {
        driver: 'kafka',
        map: { ...encryption, ...options('mechanism', 'user', 'password'), hosts: '{{brokers}}' },
      },
    },
    password: {
      title: 'User and password, one broker',
      retired: 'Use the method “User and password”, which takes one or several brokers.',
      fields: z.object({
        ...address(
          'kafka.example.com',
          9092,
          'The port of a bootstrap server. Often 9092, in Amazon MSK 9096.',
        ),
        ...login,
        ...protection,
      }),
      place: [],
      verify: { driver: 'kafka', map: { ...server, ...options('mechanism', 'user', 'password') } },
    },
  },
})
