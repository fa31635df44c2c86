import { defineComponent } from '../component.ts'
import { graphMethods, microsoftAppGuide, microsoftScopeIncludes } from './microsoft.ts'

/** Source of the scopes: learn.microsoft.com/en-us/graph/permissions-reference. */
export default defineComponent({
  id: 'microsoft-365',
  title: 'Microsoft 365',
  description: 'Outlook, OneDrive, SharePoint, Teams and Excel',
  category: 'productivity',
  aliases: ['office 365', 'graph', 'azure', 'entra', 'mail', 'calendar', 'onedrive', 'sharepoint', 'teams'],
  docsUrl: 'https://learn.microsoft.com/en-us/graph/auth/auth-concepts',
  icon: 'microsoft365',
  appGuide: microsoftAppGuide(),
  scopeIncludes: microsoftScopeIncludes,
  methods: graphMethods({
    title: 'Microsoft 365',
    options: {
      'Mail.Read': 'Read mail',
      'Mail.ReadWrite': 'Read, change and delete mail',
      'Mail.Send': 'Send mail',
      'Calendars.Read': 'Read calendars',
      'Calendars.ReadWrite': 'Read and change calendars',
      'Contacts.ReadWrite': 'Read and change contacts',
      'Tasks.ReadWrite': 'Read and change tasks',
      'Files.Read.All': 'Read all files that the user can open',
      'Files.ReadWrite.All': 'Read and change all files that the user can open',
      'Sites.Read.All': 'Read SharePoint sites',
      'Sites.ReadWrite.All': 'Read and change SharePoint sites',
      'Chat.ReadWrite': 'Read and write chats in Teams',
      'ChannelMessage.Send': 'Send messages to channels in Teams',
      'Team.ReadBasic.All': 'See the teams of the user',
      'User.ReadBasic.All': 'See the people of the organization',
    },
    usual: ['Mail.Read', 'Calendars.Read'],
  }),
})
