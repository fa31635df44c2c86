import { scripts } from '../../provider-script.ts'
import sharepoint from '../sharepoint.ts'
import { consented, withoutUser } from './microsoft.ts'

export default scripts(sharepoint, {
  clientCredentials: withoutUser(),
  oauth: consented(['Sites.Read.All']),
})
