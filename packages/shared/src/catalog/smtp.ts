import { z } from 'zod'
import { defineComponent } from '../component.ts'
import { address, anyCertificate, authority, options, serverName, startTls } from '../driver-fields.ts'
import { secret, text } from '../fields.ts'

const at = { ...address('smtp.example.com', 465, '465 for TLS, 587 for STARTTLS.'), ...startTls }
const certificates = { ...anyCertificate, ...authority, ...serverName }
const server = options('host', 'port', 'security', 'anyCertificate', 'ca', 'serverName')
const paste = {
  schemes: { smtp: { security: 'starttls', port: 587 }, smtps: { security: 'tls', port: 465 } },
}

export default defineComponent({
  id: 'smtp',
  title: 'SMTP',
  description: 'Send e-mail through any mail server',
  category: 'email',
  aliases: ['mail', 'e-mail', 'email', 'send'],
  docsUrl: 'https://www.rfc-editor.org/rfc/rfc4954',
  icon: 'smtp',
  methods: {
    password: {
      title: 'User and password',
      fields: z.object({
        ...at,
        user: text({ label: 'User', help: 'Often the complete e-mail address.' }),
        password: secret({ label: 'Password', help: 'Many providers require an app password.' }),
        ...certificates,
      }),
      place: [],
      paste,
      verify: {
        driver: 'smtp',
        map: { ...server, ...options('user', 'password') },
      },
    },
    none: {
      title: 'No login',
      fields: z.object({ ...at, ...certificates }),
      place: [],
      paste,
      verify: { driver: 'smtp', map: { ...server, user: '', password: '' } },
    },
  },
})
