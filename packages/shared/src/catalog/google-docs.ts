import { defineComponent } from '../component.ts'
import { googleAppGuide, googleMethods, googleScopeIncludes } from './google.ts'

/** Source of the scopes: developers.google.com/workspace/docs/api/auth. */
export default defineComponent({
  id: 'google-docs',
  title: 'Google Docs',
  description: 'Text documents',
  category: 'productivity',
  aliases: ['google', 'documents', 'workspace', 'g suite', 'word processor'],
  docsUrl: 'https://developers.google.com/workspace/docs/api/auth',
  icon: 'googledocs',
  appGuide: googleAppGuide('Google Docs API'),
  scopeIncludes: googleScopeIncludes,
  methods: googleMethods({
    title: 'Google Docs',
    baseUrl: 'https://docs.googleapis.com/v1',
    options: {
      'https://www.googleapis.com/auth/documents': 'Read, change and create documents',
      'https://www.googleapis.com/auth/documents.readonly': 'Read documents',
      'https://www.googleapis.com/auth/drive.file':
        'Create documents, and change documents that the app created',
    },
    usual: ['https://www.googleapis.com/auth/documents'],
  }),
})
