import type { ComponentDefinition } from '@stepkey/shared/definition-schema'

/** Returns the definition of a component for `createFakeApi`: method `key`, whose users enter address and key. */
export const shopDefinition = (
  change: Partial<ComponentDefinition> = {},
): Omit<ComponentDefinition, 'id' | 'version'> => ({
  schema: 'component/v1',
  title: 'Acme Shop',
  description: 'Orders of the shop of Acme',
  category: 'commerce',
  docsUrl: 'https://docs.acme.example/keys',
  methods: {
    key: {
      title: 'API key',
      fields: {
        type: 'object',
        properties: {
          baseUrl: { type: 'string', format: 'http-url', title: 'Address' },
          key: { type: 'string', writeOnly: true, title: 'API key' },
        },
        required: ['baseUrl', 'key'],
        additionalProperties: false,
      },
      baseUrl: '{{baseUrl}}',
      place: [{ in: 'header', name: 'Authorization', value: 'Bearer {{key}}' }],
      verify: { method: 'GET', path: '/me', ok: { status: '2xx', json: [] }, identity: '/owner' },
    },
  },
  ...change,
})
