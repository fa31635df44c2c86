import { scripts } from '../../provider-script.ts'
import googleSheets from '../google-sheets.ts'
import { consented, serviceAccount } from './google.ts'

export default scripts(googleSheets, {
  serviceAccount: serviceAccount(['https://www.googleapis.com/auth/spreadsheets.readonly']),
  oauth: consented(['https://www.googleapis.com/auth/spreadsheets.readonly']),
})
