import { defineComponent } from '../component.ts'
import { graphMethods, microsoftAppGuide, microsoftScopeIncludes } from './microsoft.ts'

/** Source of the scopes: learn.microsoft.com/en-us/graph/permissions-reference. */
export default defineComponent({
  id: 'microsoft-teams',
  title: 'Microsoft Teams',
  description: 'Teams, channels, chats and meetings',
  category: 'communication',
  aliases: ['microsoft', 'chat', 'messages', 'meetings', 'office 365'],
  docsUrl: 'https://learn.microsoft.com/en-us/graph/teams-concept-overview',
  icon: 'microsoft365',
  appGuide: microsoftAppGuide(),
  scopeIncludes: microsoftScopeIncludes,
  methods: graphMethods({
    title: 'Microsoft Teams',
    options: {
      'Team.ReadBasic.All': 'See the teams of the user',
      'Channel.ReadBasic.All': 'See channels',
      'ChannelMessage.Read.All': 'Read messages in channels',
      'ChannelMessage.Send': 'Send messages to channels',
      'Chat.Read': 'Read chats',
      'Chat.ReadWrite': 'Read and write chats',
      'TeamMember.Read.All': 'See the members of teams',
      'OnlineMeetings.ReadWrite': 'Create and change meetings',
      'Presence.Read.All': 'See the presence of people',
      'User.ReadBasic.All': 'See the people of the organization',
    },
    usual: ['Team.ReadBasic.All', 'Channel.ReadBasic.All', 'ChannelMessage.Send'],
  }),
})
