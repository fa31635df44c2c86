import { scripts } from '../../provider-script.ts'
import microsoftTeams from '../microsoft-teams.ts'
import { consented, withoutUser } from './microsoft.ts'

export default scripts(microsoftTeams, {
  clientCredentials: withoutUser(),
  oauth: consented(['Team.ReadBasic.All', 'Channel.ReadBasic.All', 'ChannelMessage.Send']),
})
