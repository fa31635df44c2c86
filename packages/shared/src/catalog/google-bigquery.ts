import { defineComponent } from '../component.ts'
import { googleAppGuide, googleCloudMethods, googleScopeIncludes } from './google.ts'

/** Source of the scopes: docs.cloud.google.com/bigquery/docs/authentication. */
export default defineComponent({
  id: 'google-bigquery',
  title: 'Google BigQuery',
  description: 'Data warehouse: datasets, tables and queries',
  category: 'analytics',
  aliases: ['data warehouse', 'sql', 'google cloud', 'gcp'],
  docsUrl: 'https://docs.cloud.google.com/bigquery/docs/authentication',
  icon: 'googlebigquery',
  appGuide: googleAppGuide('BigQuery API'),
  scopeIncludes: googleScopeIncludes,
  methods: googleCloudMethods({
    title: 'Google BigQuery',
    baseUrl: 'https://bigquery.googleapis.com/bigquery/v2',
    options: {
      'https://www.googleapis.com/auth/bigquery': 'Read and change data, and run queries',
      'https://www.googleapis.com/auth/bigquery.readonly': 'Read data and run queries',
      'https://www.googleapis.com/auth/bigquery.insertdata': 'Add rows to tables',
      'https://www.googleapis.com/auth/devstorage.read_only': 'Read files in Cloud Storage, for loading',
      'https://www.googleapis.com/auth/devstorage.read_write': 'Read and write files in Cloud Storage',
      'https://www.googleapis.com/auth/drive.readonly': 'Read files in Google Drive, for external tables',
      'https://www.googleapis.com/auth/cloud-platform':
        'Full access to the Google Cloud resources of the account',
    },
    usual: ['https://www.googleapis.com/auth/bigquery'],
  }),
})
