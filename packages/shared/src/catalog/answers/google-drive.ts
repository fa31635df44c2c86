import { scripts } from '../../provider-script.ts'
import googleDrive from '../google-drive.ts'
import { consented, serviceAccount } from './google.ts'

export default scripts(googleDrive, {
  serviceAccount: serviceAccount(['https://www.googleapis.com/auth/drive.file']),
  oauth: consented(['https://www.googleapis.com/auth/drive.file']),
})
