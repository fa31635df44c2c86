import { scripts } from '../../provider-script.ts'
import outlook from '../outlook.ts'
import { consented, withoutUser } from './microsoft.ts'

export default scripts(outlook, {
  clientCredentials: withoutUser(),
  oauth: consented(['Mail.Read', 'Mail.Send']),
})
