import { scripts } from '../../provider-script.ts'
import googleBigquery from '../google-bigquery.ts'
import { consented, serviceAccount } from './google.ts'

export default scripts(googleBigquery, {
  serviceAccount: serviceAccount(['https://www.googleapis.com/auth/bigquery']),
  oauth: consented(['https://www.googleapis.com/auth/bigquery']),
})
