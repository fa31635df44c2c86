import { z } from 'zod'
import { defineComponent } from '../component.ts'
import { secret, text } from '../fields.ts'

/**
 * Source: docs.snowflake.com/en/developer-guide/sql-api/reference and /authenticating,
 * /user-guide/programmatic-access-tokens. The statement needs neither a warehouse nor a privilege. An unknown
 * account gets a 403 or a 404.
 */
export default defineComponent({
  id: 'snowflake',
  title: 'Snowflake',
  description: 'Data warehouse, through its SQL API',
  category: 'analytics',
  aliases: ['data warehouse', 'sql', 'database', 'pat'],
  docsUrl: 'https://docs.snowflake.com/en/developer-guide/sql-api/authenticating',
  icon: 'snowflake',
  methods: {
    accessToken: {
      title: 'Programmatic access token',
      fields: z.object({
        account: text({
          label: 'Account identifier',
          help: 'The first part of your Snowflake URL, with hyphens instead of underscores. Also shown under your name, Account, View account details.',
          placeholder: 'myorg-account1',
          prefix: 'https://',
          suffix: '.snowflakecomputing.com',
        })
          .toLowerCase()
          .regex(
            /^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?$/,
            'Enter the account identifier only, for example myorg-account1, with hyphens instead of underscores',
          ),
        accessToken: secret({
          label: 'Access token',
          help: 'Create it in Snowsight under Governance & security, Users & roles, for a user with a network policy. Restrict it to a role with only the permissions that your flows need.',
          helpUrl: 'https://docs.snowflake.com/en/user-guide/programmatic-access-tokens',
        }),
      }),
      baseUrl: 'https://{{account}}.snowflakecomputing.com',
      place: [
        { in: 'header', name: 'authorization', value: 'Bearer {{accessToken}}' },
        { in: 'header', name: 'x-snowflake-authorization-token-type', value: 'PROGRAMMATIC_ACCESS_TOKEN' },
      ],
      verify: {
        method: 'POST',
        path: '/api/v2/statements',
        body: { json: { statement: 'SELECT CURRENT_USER()', timeout: 10 } },
        ok: { status: 200, json: [{ at: '/data/0/0', exists: true }] },
        wrongTarget: [{ status: [403, 404], reason: 'wrong_account' }],
        identity: '/data/0/0',
      },
    },
  },
})
