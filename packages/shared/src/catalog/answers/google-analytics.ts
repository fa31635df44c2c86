import { scripts } from '../../provider-script.ts'
import googleAnalytics from '../google-analytics.ts'
import { consented, serviceAccount } from './google.ts'

export default scripts(googleAnalytics, {
  serviceAccount: serviceAccount(['https://www.googleapis.com/auth/analytics.readonly']),
  oauth: consented(['https://www.googleapis.com/auth/analytics.readonly']),
})
