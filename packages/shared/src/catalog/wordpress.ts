import { z } from 'zod'
import { defineComponent } from '../component.ts'
import { tlsFields, tlsOptions } from '../driver-fields.ts'
import { secret, text, url } from '../fields.ts'

/**
 * Source: developer.wordpress.org/rest-api, “Users” and “Authentication”; wp-includes/user.php. The list of
 * users is public, so the verification reads the user's own record.
 */
export default defineComponent({
  id: 'wordpress',
  title: 'WordPress',
  description: 'Posts, pages and media of a website',
  category: 'content',
  aliases: ['blog', 'website', 'cms', 'posts', 'wp'],
  docsUrl: 'https://developer.wordpress.org/rest-api/using-the-rest-api/authentication/',
  icon: 'wordpress',
  methods: {
    applicationPassword: {
      title: 'Application password',
      fields: z.object({
        siteUrl: url({
          label: 'Site URL',
          help: 'The URL of the website, including the folder if WordPress is installed in one.',
          placeholder: 'https://www.example.com',
        }),
        user: text({ label: 'User name', help: 'The name that this user signs in with.' }),
        applicationPassword: secret({
          label: 'Application password',
          help: 'Create it in WordPress under Users, Profile, Application Passwords. The sign-in password is rejected.',
          helpUrl:
            'https://developer.wordpress.org/rest-api/using-the-rest-api/authentication/#basic-authentication-with-application-passwords',
          placeholder: 'abcd EFGH 1234 ijkl MNOP 6789',
        }),
        ...tlsFields,
      }),
      baseUrl: '{{siteUrl}}',
      tls: tlsOptions,
      place: [{ in: 'basic', user: '{{user}}', password: '{{applicationPassword}}' }],
      verify: {
        method: 'GET',
        path: '/wp-json/wp/v2/users/me?context=edit',
        ok: { status: 200, json: [{ at: '/id', exists: true }] },
        rejected: [
          {
            status: 401,
            json: [{ at: '/code', oneOf: ['incorrect_password', 'invalid_username', 'invalid_email'] }],
            reason: 'bad_login',
          },
        ],
        identity: ['/email', '/name'],
      },
    },
  },
})
