import { z } from 'zod'
import { defineComponent } from '../component.ts'
import { address, options, protection, server } from '../driver-fields.ts'
import { secret, secretText, text } from '../fields.ts'

const at = address('nats.example.com', 4222)
const paste = { schemes: { nats: {}, tls: { tls: 'verify-full' } } }

export default defineComponent({
  id: 'nats',
  title: 'NATS',
  description: 'The messaging system NATS, with JetStream and Synadia Cloud',
  category: 'messaging',
  aliases: ['jetstream', 'synadia', 'ngs', 'nkey', 'publish', 'queue', 'message broker'],
  docsUrl: 'https://docs.nats.io/running-a-nats-service/configuration/securing_nats/auth_intro',
  icon: 'nats',
  methods: {
    password: {
      title: 'User and password',
      fields: z.object({
        ...at,
        user: text({
          label: 'User',
          help: 'A dedicated user for integrations, with only the subjects it needs.',
        }),
        password: secret({ label: 'Password', help: 'The password of this user.' }),
        ...protection,
      }),
      place: [],
      paste,
      verify: { driver: 'nats', map: { ...server, ...options('user', 'password') } },
    },
    token: {
      title: 'Token',
      fields: z.object({
        ...at,
        token: secret({
          label: 'Token',
          help: 'The token under authorization in the configuration of the server.',
        }),
        ...protection,
      }),
      place: [],
      paste,
      verify: { driver: 'nats', map: { ...server, ...options('token') } },
    },
    credentials: {
      title: 'Credentials file',
      fields: z.object({
        ...at,
        credentials: secretText({
          label: 'Credentials',
          help: 'The complete content of the .creds file that nsc or Synadia Cloud created.',
          placeholder: '-----BEGIN NATS USER JWT-----',
        }).regex(
          /^-----BEGIN NATS USER JWT-----\s+[\w.-]+\s+-+END NATS USER JWT-+\s[\s\S]*-----BEGIN USER NKEY SEED-----\s+SU[A-Z2-7]{56}\s+-+END USER NKEY SEED-+/,
          'Paste the complete file, from -----BEGIN NATS USER JWT----- to END USER NKEY SEED.',
        ),
        ...protection,
      }),
      place: [],
      paste,
      verify: { driver: 'nats', map: { ...server, ...options('credentials') } },
    },
    nkey: {
      title: 'NKey',
      fields: z.object({
        ...at,
        seed: secret({
          label: 'Seed',
          help: 'The secret part of the NKey of a user: 58 characters that begin with SU.',
        }).regex(
          /^SU[A-Z2-7]{56}$/,
          'Enter the seed of a user: 58 capital letters and digits that begin with SU.',
        ),
        ...protection,
      }),
      place: [],
      paste,
      verify: { driver: 'nats', map: { ...server, ...options('seed') } },
    },
    none: {
      title: 'No login',
      fields: z.object({ ...at, ...protection }),
      place: [],
      paste,
      verify: { driver: 'nats', map: server },
    },
  },
})
