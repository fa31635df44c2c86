import { defineComponent } from '../component.ts'
import { googleAppGuide, googleMethods, googleScopeIncludes } from './google.ts'

/** Source of the scopes: developers.google.com/workspace/drive/api/guides/about-auth. */
export default defineComponent({
  id: 'google-drive',
  title: 'Google Drive',
  description: 'Files and folders, shared or private',
  category: 'files',
  aliases: ['gdrive', 'storage', 'documents', 'workspace', 'g suite'],
  docsUrl: 'https://developers.google.com/workspace/drive/api/guides/about-auth',
  icon: 'googledrive',
  appGuide: googleAppGuide('Google Drive API'),
  scopeIncludes: googleScopeIncludes,
  methods: googleMethods({
    title: 'Google Drive',
    baseUrl: 'https://www.googleapis.com/drive/v3',
    options: {
      'https://www.googleapis.com/auth/drive.file': 'Create files, and change files that the app created',
      'https://www.googleapis.com/auth/drive.metadata.readonly': 'See the metadata of all files',
      'https://www.googleapis.com/auth/drive.readonly': 'Read all files',
      'https://www.googleapis.com/auth/drive': 'Read, change and delete all files',
      'https://www.googleapis.com/auth/drive.appdata': 'Store hidden data of the app',
    },
    usual: ['https://www.googleapis.com/auth/drive.file'],
  }),
})
