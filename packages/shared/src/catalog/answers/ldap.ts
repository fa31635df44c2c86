import { scripts } from '../../provider-script.ts'
import ldap from '../ldap.ts'

export default scripts(ldap, {
  password: {
    driver: 'ldap',
    values: {
      host: 'ldap.example.com',
      user: 'cn=stepkey,ou=services,dc=example,dc=com',
      password: 'correct horse battery',
      baseDn: 'dc=example,dc=com',
    },
  },
})
