import { scripts } from '../../provider-script.ts'
import gmail from '../gmail.ts'
import { consented, serviceAccount } from './google.ts'

export default scripts(gmail, {
  serviceAccount: serviceAccount(['https://www.googleapis.com/auth/gmail.readonly']),
  oauth: consented([
    'https://www.googleapis.com/auth/gmail.readonly',
    'https://www.googleapis.com/auth/gmail.send',
  ]),
})
