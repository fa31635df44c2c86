import { z } from 'zod'
import { defineComponent } from '../component.ts'
import { address, options, protection, server } from '../driver-fields.ts'
import { choice, secret, text } from '../fields.ts'

const at = address(
  'broker.example.com',
  8883,
  '8883 with encryption, 1883 without. Not the one for WebSockets.',
)
const version = {
  version: choice({
    label: 'Version of MQTT',
    help: 'Nearly every broker supports 3.1.1. Choose 5 if your broker requires it.',
    options: { '3.1.1': '3.1.1', '5.0': '5' },
    advanced: true,
  }).default('3.1.1'),
}
const paste = {
  schemes: { mqtt: { tls: 'disable', port: 1883 }, mqtts: { tls: 'verify-full', port: 8883 } },
}

export default defineComponent({
  id: 'mqtt',
  title: 'MQTT',
  description: 'Device message brokers such as Mosquitto, EMQX and HiveMQ',
  category: 'messaging',
  aliases: ['mosquitto', 'emqx', 'hivemq', 'vernemq', 'iot', 'mqtts', 'publish', 'message broker'],
  docsUrl: 'https://mosquitto.org/documentation/authentication-methods/',
  icon: 'mqtt',
  methods: {
    password: {
      title: 'User and password',
      fields: z.object({
        ...at,
        user: text({
          label: 'User',
          help: 'A dedicated user for integrations, with only the topics it needs.',
        }),
        password: secret({ label: 'Password', help: 'The password of this user.' }),
        ...version,
        ...protection,
      }),
      place: [],
      paste,
      verify: { driver: 'mqtt', map: { ...server, ...options('user', 'password', 'version') } },
    },
    none: {
      title: 'No login',
      fields: z.object({ ...at, ...version, ...protection }),
      place: [],
      paste,
      verify: { driver: 'mqtt', map: { ...server, ...options('version'), user: '', password: '' } },
    },
  },
})
