import { defineComponent } from '../component.ts'
import { googleAppGuide, googleCloudMethods, googleScopeIncludes } from './google.ts'

/** Source of the scopes: cloud.google.com/pubsub/docs/reference/rest/v1/projects.topics/publish. */
export default defineComponent({
  id: 'google-pubsub',
  title: 'Google Pub/Sub',
  description: 'Topics, subscriptions and messages',
  category: 'messaging',
  aliases: ['gcp', 'google', 'queue', 'events', 'pub sub'],
  docsUrl: 'https://cloud.google.com/pubsub/docs/authentication',
  icon: 'googlepubsub',
  appGuide: googleAppGuide('Cloud Pub/Sub API'),
  scopeIncludes: googleScopeIncludes,
  methods: googleCloudMethods({
    title: 'Google Pub/Sub',
    baseUrl: 'https://pubsub.googleapis.com/v1',
    options: {
      'https://www.googleapis.com/auth/pubsub':
        'See and change topics and subscriptions, publish and receive messages',
    },
    usual: ['https://www.googleapis.com/auth/pubsub'],
  }),
})
