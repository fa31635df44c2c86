import { scripts } from '../../provider-script.ts'
import googleCalendar from '../google-calendar.ts'
import { consented, serviceAccount } from './google.ts'

export default scripts(googleCalendar, {
  serviceAccount: serviceAccount(['https://www.googleapis.com/auth/calendar.events']),
  oauth: consented(['https://www.googleapis.com/auth/calendar.events']),
})
