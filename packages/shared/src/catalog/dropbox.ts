import { z } from 'zod'
import { defineComponent } from '../component.ts'
import { scopes } from '../fields.ts'

const place = [{ in: 'header', name: 'authorization', value: 'Bearer {{token.access_token}}' }] as const

/**
 * Source: dropbox.com/developers/documentation/http, “OAuth”, “users/get_current_account” and
 * “auth/token/revoke”. Requests without arguments have neither a body nor a content type.
 */
export default defineComponent({
  id: 'dropbox',
  title: 'Dropbox',
  description: 'Files, folders and sharing',
  category: 'files',
  aliases: ['storage', 'documents', 'drive'],
  docsUrl: 'https://developers.dropbox.com/oauth-guide',
  icon: 'dropbox',
  methods: {
    oauth: {
      title: 'Connect with Dropbox',
      fields: z.object({
        scopes: scopes({
          options: {
            'files.metadata.read': 'See names and details of files',
            'files.content.read': 'Read files',
            'files.content.write': 'Upload, change and delete files',
            'files.metadata.write': 'Change tags and properties of files',
            'sharing.read': 'See shared files and their members',
            'sharing.write': 'Share files and folders',
            'file_requests.read': 'See file requests',
            'file_requests.write': 'Create and change file requests',
          },
        }).default(['files.metadata.read', 'files.content.read', 'files.content.write']),
      }),
      baseUrl: 'https://api.dropboxapi.com/2',
      token: {
        grant: 'authorization_code',
        authorizeUrl: 'https://www.dropbox.com/oauth2/authorize',
        authorizeParameters: { token_access_type: 'offline' },
        url: 'https://api.dropboxapi.com/oauth2/token',
        clientAuth: 'body',
        // PKCE replaces the client secret (dropbox.github.io/dropbox-sdk-java, DbxPKCEWebAuth).
        pkce: false,
        scope: 'account_info.read {{scopes}}',
        revoke: {
          baseUrl: 'https://api.dropboxapi.com/2',
          method: 'POST',
          path: '/auth/token/revoke',
          place,
        },
      },
      place,
      verify: {
        method: 'POST',
        path: '/users/get_current_account',
        ok: { status: 200, json: [{ at: '/account_id', exists: true }] },
        forbidden: [{ status: 401, json: [{ at: '/error/.tag', equals: 'missing_scope' }] }],
        identity: ['/email', '/name/display_name'],
      },
    },
  },
})
