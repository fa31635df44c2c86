import { scripts } from '../../provider-script.ts'
import googlePubsub from '../google-pubsub.ts'
import { consented, serviceAccount } from './google.ts'

export default scripts(googlePubsub, {
  serviceAccount: serviceAccount(['https://www.googleapis.com/auth/pubsub']),
  oauth: consented(['https://www.googleapis.com/auth/pubsub']),
})
