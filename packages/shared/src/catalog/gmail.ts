import { defineComponent } from '../component.ts'
import { googleMethods } from './google.ts'

/** Source of the scopes: developers.google.com/workspace/gmail/api/auth/scopes. */
export default defineComponent({
  id: 'gmail',
  title: 'Gmail',
  description: 'Messages, drafts and labels of a mailbox',
  category: 'email',
  aliases: ['google mail', 'mail', 'workspace', 'g suite', 'inbox'],
  docsUrl: 'https://developers.google.com/workspace/gmail/api/auth/scopes',
  icon: 'gmail',
  methods: googleMethods({
    title: 'Gmail',
    baseUrl: 'https://gmail.googleapis.com/gmail/v1',
    options: {
      'https://www.googleapis.com/auth/gmail.readonly': 'Read messages and settings',
      'https://www.googleapis.com/auth/gmail.send': 'Send messages',
      'https://www.googleapis.com/auth/gmail.compose': 'Write and send drafts',
      'https://www.googleapis.com/auth/gmail.modify':
        'Read, send and label messages, and move them to the trash',
      'https://www.googleapis.com/auth/gmail.labels': 'See and change labels',
      'https://www.googleapis.com/auth/gmail.insert': 'Add messages to the mailbox',
      'https://www.googleapis.com/auth/gmail.settings.basic': 'Change settings and filters',
      'https://mail.google.com/': 'Full access, including permanent deletion',
    },
    usual: ['https://www.googleapis.com/auth/gmail.readonly', 'https://www.googleapis.com/auth/gmail.send'],
  }),
})
