import { z } from 'zod'
import { defineComponent } from '../component.ts'
import { address, anyCertificate, authority, options, serverName } from '../driver-fields.ts'
import { choice, secret, text } from '../fields.ts'

export default defineComponent({
  id: 'ftp',
  title: 'FTP and FTPS',
  description: 'Files on an FTP server, encrypted or not',
  category: 'files',
  aliases: ['ftp', 'ftps', 'ftpes', 'file transfer', 'upload', 'download'],
  docsUrl: 'https://www.rfc-editor.org/rfc/rfc4217',
  icon: 'ftp',
  methods: {
    password: {
      title: 'User and password',
      fields: z.object({
        ...address('ftp.example.com', 21, '21, or 990 for implicit TLS.'),
        security: choice({
          label: 'Encryption',
          help: 'Without encryption, the password can be read in transit.',
          options: {
            starttls: 'TLS after connecting (explicit)',
            tls: 'TLS from the start (implicit)',
            none: 'None',
          },
        }).default('starttls'),
        user: text({
          label: 'User',
          help: 'A dedicated user for integrations, with only the folders it needs.',
        }),
        password: secret({ label: 'Password', help: 'The password of this user.' }),
        ...anyCertificate,
        ...authority,
        ...serverName,
      }),
      place: [],
      verify: {
        driver: 'ftp',
        map: options('host', 'port', 'security', 'anyCertificate', 'ca', 'serverName', 'user', 'password'),
      },
    },
  },
})
