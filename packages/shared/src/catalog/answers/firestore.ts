import { scripts } from '../../provider-script.ts'
import firestore from '../firestore.ts'
import { consented, serviceAccount } from './google.ts'

export default scripts(firestore, {
  serviceAccount: serviceAccount(['https://www.googleapis.com/auth/datastore']),
  oauth: consented(['https://www.googleapis.com/auth/datastore']),
})
