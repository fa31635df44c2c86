import { scripts } from '../../provider-script.ts'
import googleDocs from '../google-docs.ts'
import { consented, serviceAccount } from './google.ts'

export default scripts(googleDocs, {
  serviceAccount: serviceAccount(['https://www.googleapis.com/auth/documents']),
  oauth: consented(['https://www.googleapis.com/auth/documents']),
})
