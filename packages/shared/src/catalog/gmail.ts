import { defineComponent } from '../component.ts'
import { text } from '../fields.ts'
import { googleAppGuide, googleMethods, googleScopeIncludes } from './google.ts'

const { serviceAccount, oauth } = googleMethods({
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
})

/**
 * Source: developers.google.com/workspace/gmail/api/auth/scopes, /reference/rest/v1/users/getProfile and
 * /guides/handle-errors. A service account has no mailbox of its own, so it must act for a user. Google issues
 * it a token even if that user has no mailbox.
 */
export default defineComponent({
  id: 'gmail',
  title: 'Gmail',
  description: 'Messages, drafts and labels of a mailbox',
  category: 'email',
  aliases: ['google mail', 'mail', 'workspace', 'g suite', 'inbox'],
  docsUrl: 'https://developers.google.com/workspace/gmail/api/auth/scopes',
  icon: 'gmail',
  appGuide: googleAppGuide('Gmail API'),
  scopeIncludes: googleScopeIncludes,
  methods: {
    oauth,
    serviceAccount: {
      ...serviceAccount,
      fields: serviceAccount.fields.extend({
        subject: text({
          label: 'Act as',
          help: 'The user whose mailbox your flows use. An administrator must allow the service account these scopes under Domain-wide delegation.',
          placeholder: 'alice@example.com',
        }).regex(/^[^\s@:]+@[^\s@:]+$/, 'Enter an e-mail address'),
      }),
      verify: {
        method: 'GET',
        path: '/users/me/profile',
        ok: { status: 200, json: [{ at: '/emailAddress', exists: true }] },
        // The user has no mailbox.
        wrongTarget: [
          {
            status: 400,
            json: [{ at: '/error/status', equals: 'FAILED_PRECONDITION' }],
            reason: 'wrong_account',
          },
        ],
        identity: '/emailAddress',
      },
    },
  },
})
