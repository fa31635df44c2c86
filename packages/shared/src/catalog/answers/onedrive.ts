import { scripts } from '../../provider-script.ts'
import onedrive from '../onedrive.ts'
import { consented, withoutUser } from './microsoft.ts'

export default scripts(onedrive, {
  clientCredentials: withoutUser(),
  oauth: consented(['Files.ReadWrite']),
})
