import { scripts } from '../../provider-script.ts'
import excel from '../excel.ts'
import { consented, withoutUser } from './microsoft.ts'

export default scripts(excel, {
  clientCredentials: withoutUser(),
  oauth: consented(['Files.ReadWrite']),
})
