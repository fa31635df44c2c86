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
