import { scripts } from '../../provider-script.ts'
import googleTasks from '../google-tasks.ts'
import { consented, serviceAccount } from './google.ts'

export default scripts(googleTasks, {
  serviceAccount: serviceAccount(['https://www.googleapis.com/auth/tasks']),
  oauth: consented(['https://www.googleapis.com/auth/tasks']),
})
