import { defineComponent } from '../component.ts'
import { googleAppGuide, googleMethods, googleScopeIncludes } from './google.ts'

/**
 * Source of the scopes: developers.google.com/youtube/v3/guides/auth/server-side-web-apps. YouTube does not support
 * service accounts.
 */
export default defineComponent({
  id: 'youtube',
  title: 'YouTube',
  description: 'Videos, playlists and channels',
  category: 'marketing',
  aliases: ['google', 'video', 'channel', 'streaming'],
  docsUrl: 'https://developers.google.com/youtube/v3/guides/authentication',
  icon: 'youtube',
  appGuide: googleAppGuide('YouTube Data API v3'),
  scopeIncludes: googleScopeIncludes,
  methods: {
    oauth: googleMethods({
      title: 'YouTube',
      baseUrl: 'https://www.googleapis.com/youtube/v3',
      options: {
        'https://www.googleapis.com/auth/youtube.readonly': 'See the account, its videos and playlists',
        'https://www.googleapis.com/auth/youtube': 'Manage the account',
        'https://www.googleapis.com/auth/youtube.upload': 'Upload videos',
        'https://www.googleapis.com/auth/youtube.force-ssl':
          'See and change videos, ratings, comments and captions',
      },
      usual: ['https://www.googleapis.com/auth/youtube.readonly'],
    }).oauth,
  },
})
