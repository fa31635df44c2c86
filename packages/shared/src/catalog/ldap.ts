import { z } from 'zod'
import { defineComponent } from '../component.ts'
import { address, anyCertificate, authority, options, serverName, startTls } from '../driver-fields.ts'
import { secret, text } from '../fields.ts'

export default defineComponent({
  id: 'ldap',
  title: 'LDAP and Active Directory',
  description: 'Directories of users and groups',
  category: 'directory',
  aliases: ['ldap', 'ldaps', 'active directory', 'ad', 'openldap', 'directory', 'users', 'domain controller'],
  docsUrl: 'https://www.rfc-editor.org/rfc/rfc4513#section-5.1.3',
  icon: 'ldap',
  methods: {
    password: {
      title: 'User and password',
      fields: z.object({
        ...address('ldap.example.com', 636, '636 for TLS, 389 for STARTTLS or none.'),
        ...startTls,
        user: text({
          label: 'User',
          help: 'The distinguished name (DN) of the user. Active Directory also accepts user@domain.',
          placeholder: 'cn=stepkey,ou=services,dc=example,dc=com',
        }),
        password: secret({ label: 'Password', help: 'The password of this user.' }),
        baseDn: text({
          label: 'Base DN',
          help: 'The entry below which your flows search. If you enter it, Stepkey verifies that the user can read it.',
          placeholder: 'dc=example,dc=com',
        }).optional(),
        ...anyCertificate,
        ...authority,
        ...serverName,
      }),
      place: [],
      verify: {
        driver: 'ldap',
        map: options(
          'host',
          'port',
          'security',
          'anyCertificate',
          'ca',
          'serverName',
          'user',
          'password',
          'baseDn',
        ),
      },
    },
  },
})
