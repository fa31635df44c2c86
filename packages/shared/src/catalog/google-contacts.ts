import { defineComponent } from '../component.ts'
import { googleAppGuide, googleMethods, googleScopeIncludes } from './google.ts'

/** Source of the scopes: developers.google.com/people/api/rest/v1/people.connections/list. */
export default defineComponent({
  id: 'google-contacts',
  title: 'Google Contacts',
  description: 'Contacts and contact groups, through the People API',
  category: 'crm',
  aliases: ['google', 'people', 'address book', 'workspace'],
  docsUrl: 'https://developers.google.com/people/v1/getting-started',
  icon: 'googlecontacts',

  appGuide: googleAppGuide('People API'),
  scopeIncludes: googleScopeIncludes,
  methods: googleMethods({
    title: 'Google Contacts',
    baseUrl: 'https://people.googleapis.com/v1',
    options: {
      'https://www.googleapis.com/auth/contacts': 'Read, change and delete contacts',
      'https://www.googleapis.com/auth/contacts.readonly': 'Read contacts',
      'https://www.googleapis.com/auth/contacts.other.readonly': 'Read contacts that Google collected',
      'https://www.googleapis.com/auth/directory.readonly': 'Read the directory of the organization',
    },
    usual: ['https://www.googleapis.com/auth/contacts'],
  }),
})
