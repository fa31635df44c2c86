import { at, type Examples, ids } from './example.ts'

const componentId = 'custom:acme'

const definition = {
  schema: 'component/v1',
  title: 'Acme',
  description: 'Orders and stock of Acme',
  category: 'commerce',
  docsUrl: 'https://docs.acme.com/api-keys',
  methods: {
    apiKey: {
      title: 'API key',
      fields: {
        type: 'object',
        properties: {
          key: {
            type: 'string',
            title: 'API key',
            description: 'Create it in Acme under Settings, API.',
            writeOnly: true,
          },
        },
        required: ['key'],
        additionalProperties: false,
      },
      baseUrl: 'https://api.acme.com',
      place: [{ in: 'header', name: 'X-API-Key', value: '{{key}}' }],
      verify: { method: 'GET', path: '/v1/me', ok: { status: 200, json: [] }, identity: '/user/email' },
    },
  },
}

const verification = {
  outcome: 'verified',
  target: 'api.acme.com',
  httpStatus: 200,
  identity: 'ada@acme.com',
  checkedAt: at,
  durationMs: 83,
  message: 'api.acme.com accepted the credential as ada@acme.com.',
}

const draft = { version: 1, state: 'draft', changedAt: at, changedBy: ids.account }
const named = { parameters: { componentId } }

/** The examples of the components that a workspace owns. */
export const componentExamples: Examples = {
  'POST /components/import': {
    body: { format: 'curl', document: 'curl https://api.acme.com/v1/me -H "X-API-Key: EXAMPLE-key-of-acme"' },
    answers: {
      200: {
        componentId: 'custom:acme-com',
        definition: {
          schema: 'component/v1',
          version: 1,
          id: 'custom:acme-com',
          title: 'acme.com',
          description: 'The API of acme.com',
          category: 'generic',
          docsUrl: 'https://api.acme.com',
          methods: {
            xApiKey: {
              title: 'X-API-Key',
              fields: {
                type: 'object',
                properties: {
                  xApiKey: {
                    type: 'string',
                    title: 'X-API-Key',
                    description: 'Sent in the header “X-API-Key”.',
                    writeOnly: true,
                  },
                },
                required: ['xApiKey'],
                additionalProperties: false,
              },
              baseUrl: 'https://api.acme.com',
              place: [{ in: 'header', name: 'X-API-Key', value: '{{xApiKey}}' }],
              verify: { method: 'GET', path: '/v1/me', ok: { status: '2xx' }, control: true },
            },
          },
        },
        understood: [
          { text: 'The header “X-API-Key” carries a key. Its value was left out.' },
          { text: 'The request of the command, GET, verifies the key.' },
          { text: 'Requests go to api.acme.com.' },
        ],
        guessed: [
          {
            text: 'The document names no page about authentication, so the link leads to the provider.',
          },
        ],
        leftOut: [],
      },
    },
  },
  'PUT /components/{componentId}/definition': {
    ...named,
    body: { definition },
    answers: { 200: { outcome: 'saved', componentId, version: 1, revision: 1, problems: [] } },
  },
  'GET /components/own': {
    answers: {
      200: {
        items: [
          {
            id: componentId,
            title: 'Acme',
            publishedVersion: null,
            draftVersion: 1,
            archivedAt: null,
            changedAt: at,
            changedBy: ids.account,
          },
        ],
      },
    },
  },
  'GET /components/{componentId}/definition': {
    parameters: { componentId, version: 'draft' },
    answers: {
      200: {
        componentId,
        version: 1,
        state: 'draft',
        revision: 1,
        source: 'workspace',
        definition: { ...definition, id: componentId, version: 1 },
        problems: [],
        trials: {},
        untested: {},
        versions: [draft],
        archivedAt: null,
      },
    },
  },
  'POST /components/{componentId}/trial': {
    ...named,
    body: { methodId: 'apiKey', good: { key: 'EXAMPLE-key-of-acme' } },
    answers: {
      200: {
        good: verification,
        spoilt: {
          outcome: 'rejected',
          reason: 'unauthorized',
          target: 'api.acme.com',
          httpStatus: 401,
          checkedAt: at,
          durationMs: 61,
          message: 'api.acme.com rejected the credential (401).',
          advice: 'Copy its values again completely, and check that it has not been revoked or expired.',
        },
        proves: true,
        response: {
          status: 200,
          headers: ['connection', 'content-type', 'date', 'transfer-encoding'],
          json: '{"user":{"email":"ada@acme.com"}}',
        },
      },
    },
  },
  'POST /components/{componentId}/publish': {
    ...named,
    body: { revision: 1 },
    answers: { 200: { outcome: 'published', componentId, version: 1 } },
  },
  'POST /components/{componentId}/archive': {
    ...named,
    body: { archived: true },
    answers: { 200: { outcome: 'saved', archivedAt: at } },
  },
  'DELETE /components/{componentId}': named,
}
