import { defineComponent } from '../component.ts'
import { googleAppGuide, googleCloudMethods, googleScopeIncludes } from './google.ts'

/** Source of the scopes: cloud.google.com/firestore/docs/reference/rest/v1/projects.databases.documents/get. */
export default defineComponent({
  id: 'firestore',
  title: 'Google Firestore',
  description: 'Documents in collections',
  category: 'database',
  aliases: ['gcp', 'google', 'firebase', 'nosql', 'datastore'],
  docsUrl: 'https://cloud.google.com/firestore/docs/reference/rest',
  icon: 'firebase',
  appGuide: googleAppGuide('Cloud Firestore API'),
  scopeIncludes: googleScopeIncludes,
  methods: googleCloudMethods({
    title: 'Google Firestore',
    baseUrl: 'https://firestore.googleapis.com/v1',
    options: { 'https://www.googleapis.com/auth/datastore': 'Read, change and delete documents' },
    usual: ['https://www.googleapis.com/auth/datastore'],
  }),
})
