import { defineComponent } from '../component.ts'
import { googleAppGuide, googleCloudMethods, googleScopeIncludes } from './google.ts'

/** Source of the scopes: cloud.google.com/storage/docs/oauth-scopes. */
export default defineComponent({
  id: 'google-cloud-storage',
  title: 'Google Cloud Storage',
  description: 'Buckets and objects',
  category: 'files',
  aliases: ['gcs', 'gcp', 'google', 'bucket', 'object storage'],
  docsUrl: 'https://cloud.google.com/storage/docs/authentication',
  icon: 'googlecloudstorage',
  appGuide: googleAppGuide('Google Cloud Storage JSON API'),
  scopeIncludes: googleScopeIncludes,
  methods: googleCloudMethods({
    title: 'Google Cloud Storage',
    baseUrl: 'https://storage.googleapis.com/storage/v1',
    options: {
      'https://www.googleapis.com/auth/devstorage.read_only': 'Read buckets and objects',
      'https://www.googleapis.com/auth/devstorage.read_write': 'Read and change buckets and objects',
      'https://www.googleapis.com/auth/devstorage.full_control': 'Also change access control lists',
    },
    usual: ['https://www.googleapis.com/auth/devstorage.read_write'],
  }),
})
