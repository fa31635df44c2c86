import { scripts } from '../../provider-script.ts'
import youtube from '../youtube.ts'
import { consented } from './google.ts'

export default scripts(youtube, {
  oauth: consented(['https://www.googleapis.com/auth/youtube.readonly']),
})
