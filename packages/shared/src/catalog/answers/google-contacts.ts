import { scripts } from '../../provider-script.ts'
import googleContacts from '../google-contacts.ts'
import { consented, serviceAccount } from './google.ts'

export default scripts(googleContacts, {
  serviceAccount: serviceAccount(['https://www.googleapis.com/auth/contacts']),
  oauth: consented(['https://www.googleapis.com/auth/contacts']),
})
