import { defineComponent } from '../component.ts'
import { graphMethods, microsoftAppGuide, microsoftScopeIncludes } from './microsoft.ts'

/** Source of the scopes: learn.microsoft.com/en-us/graph/permissions-reference. */
export default defineComponent({
  id: 'outlook',
  title: 'Outlook',
  description: 'Mail, calendar and contacts of a Microsoft 365 account',
  category: 'email',
  aliases: ['microsoft', 'exchange', 'mail', 'calendar', 'office 365', 'hotmail'],
  docsUrl: 'https://learn.microsoft.com/en-us/graph/outlook-mail-concept-overview',
  icon: 'microsoft365',
  appGuide: microsoftAppGuide(),
  scopeIncludes: microsoftScopeIncludes,
  methods: graphMethods({
    title: 'Outlook',
    options: {
      'Mail.Read': 'Read mail',
      'Mail.ReadWrite': 'Read, change and delete mail',
      'Mail.Send': 'Send mail',
      'Mail.Read.Shared': 'Read shared mailboxes',
      'Mail.Send.Shared': 'Send from shared mailboxes',
      'Calendars.Read': 'Read calendars',
      'Calendars.ReadWrite': 'Read and change calendars',
      'Contacts.Read': 'Read contacts',
      'Contacts.ReadWrite': 'Read and change contacts',
      'MailboxSettings.Read': 'Read the settings of the mailbox',
    },
    usual: ['Mail.Read', 'Mail.Send'],
  }),
})
