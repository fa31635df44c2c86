import { z } from 'zod'
import { defineComponent } from '../component.ts'
import { address, anyCertificate, authority, options, serverName, startTls } from '../driver-fields.ts'
import { secret, text } from '../fields.ts'

export default defineComponent({
  id: 'imap',
  title: 'IMAP',
  description: 'Read e-mail from any mail server',
  category: 'email',
  aliases: ['mail', 'e-mail', 'email', 'mailbox', 'inbox', 'receive'],
  docsUrl: 'https://www.rfc-editor.org/rfc/rfc9051#name-login-command',
  icon: 'imap',
  methods: {
    password: {
      title: 'User and password',
      fields: z.object({
        ...address('imap.example.com', 993, '993 for TLS, 143 for STARTTLS.'),
        ...startTls,
        user: text({ label: 'User', help: 'Often the complete e-mail address.' }),
        password: secret({
          label: 'Password',
          help: 'Many providers require an app password, which you create in the security settings of the account.',
        }),
        ...anyCertificate,
        ...authority,
        ...serverName,
      }),
      place: [],
      verify: {
        driver: 'imap',
        map: options('host', 'port', 'security', 'anyCertificate', 'ca', 'serverName', 'user', 'password'),
      },
    },
  },
})
