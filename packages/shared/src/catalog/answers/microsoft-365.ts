import { scripts } from '../../provider-script.ts'
import microsoft365 from '../microsoft-365.ts'
import { consented, withoutUser } from './microsoft.ts'

export default scripts(microsoft365, {
  clientCredentials: withoutUser(),
  oauth: consented(['Mail.Read']),
})
