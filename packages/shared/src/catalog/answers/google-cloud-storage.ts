import { scripts } from '../../provider-script.ts'
import googleCloudStorage from '../google-cloud-storage.ts'
import { consented, serviceAccount } from './google.ts'

export default scripts(googleCloudStorage, {
  serviceAccount: serviceAccount(['https://www.googleapis.com/auth/devstorage.read_write']),
  oauth: consented(['https://www.googleapis.com/auth/devstorage.read_write']),
})
