import { defineComponent } from '../component.ts'
import { googleAppGuide, googleMethods, googleScopeIncludes } from './google.ts'

/** Source of the scopes: developers.google.com/workspace/chat/authenticate-authorize. */
export default defineComponent({
  id: 'google-chat',
  title: 'Google Chat',
  description: 'Spaces, members and messages',
  category: 'communication',
  aliases: ['google', 'messages', 'hangouts', 'workspace'],
  docsUrl: 'https://developers.google.com/workspace/chat/authenticate-authorize',
  icon: 'googlechat',
  appGuide: googleAppGuide('Google Chat API'),
  scopeIncludes: googleScopeIncludes,
  methods: googleMethods({
    title: 'Google Chat',
    baseUrl: 'https://chat.googleapis.com/v1',
    options: {
      'https://www.googleapis.com/auth/chat.messages': 'Read, write and delete messages',
      'https://www.googleapis.com/auth/chat.messages.readonly': 'Read messages',
      'https://www.googleapis.com/auth/chat.messages.create': 'Send messages',
      'https://www.googleapis.com/auth/chat.spaces': 'Create and change spaces',
      'https://www.googleapis.com/auth/chat.spaces.readonly': 'See spaces',
      'https://www.googleapis.com/auth/chat.memberships': 'See and change the members of spaces',
    },
    usual: [
      'https://www.googleapis.com/auth/chat.messages',
      'https://www.googleapis.com/auth/chat.spaces.readonly',
    ],
  }),
})
