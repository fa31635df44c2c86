import { scripts } from '../../provider-script.ts'
import googleChat from '../google-chat.ts'
import { consented, serviceAccount } from './google.ts'

export default scripts(googleChat, {
  serviceAccount: serviceAccount([
    'https://www.googleapis.com/auth/chat.messages',
    'https://www.googleapis.com/auth/chat.spaces.readonly',
  ]),
  oauth: consented([
    'https://www.googleapis.com/auth/chat.messages',
    'https://www.googleapis.com/auth/chat.spaces.readonly',
  ]),
})
