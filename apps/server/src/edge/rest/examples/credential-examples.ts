import { at, type Examples, ids } from './example.ts'

/** The method of the sandbox, whose API key is the word secret. */
const petstore = { componentId: 'petstore', methodId: 'apiKey' }
const values = { apiKey: 'secret' }

const target = { target: '127.0.0.1:4001', checkedAt: at }
export const verified = {
  outcome: 'verified',
  ...target,
  identity: 'Petstore sandbox',
  durationMs: 12,
  message: '127.0.0.1:4001 accepted the credential as Petstore sandbox.',
}
const rejected = {
  outcome: 'rejected',
  reason: 'unauthorized',
  ...target,
  httpStatus: 401,
  durationMs: 12,
  message: '127.0.0.1:4001 rejected the credential (401).',
  advice: 'Copy its values again completely, and check that it has not been revoked or expired.',
}

const summary = {
  id: ids.credential,
  ...petstore,
  name: 'Minka shop',
  status: 'verified',
  identity: 'Petstore sandbox',
  receipt: verified,
  grant: null,
  useCount: 0,
  activeFlowCount: 0,
  owner: 'org_42',
  tags: { plan: 'pro' },
  createdBy: ids.apiKey,
  lastUse: null,
  nextAttemptAt: null,
  version: 1,
  createdAt: at,
  updatedAt: at,
}
/** The sandbox tells no expiry. */
const endingSoon = { ...summary, receipt: { ...verified, expiresAt: at } }
const receipt = {
  outcome: 'verified',
  message: '127.0.0.1:4001 accepted the credential as Petstore sandbox.',
  durationMs: 12,
  checkedAt: at,
}
const value = {
  status: 'verified',
  identity: 'Petstore sandbox',
  createdBy: ids.apiKey,
  createdAt: at,
  eraseAt: null,
  revokeOnErase: false,
  flows: [],
}
const pending = { ...value, generation: 3, state: 'pending' }
const current = { ...value, generation: 2, state: 'current' }
const previous = { ...value, generation: 1, state: 'previous', eraseAt: at }
const deleted = {
  id: ids.deletedCredential,
  ...petstore,
  name: 'Old shop',
  identity: 'Petstore sandbox',
  owner: null,
  tags: {},
  isFrozen: false,
  deletedBy: ids.account,
  deletedAt: at,
  eraseAt: at,
}
const credential = { ...summary, values: {}, stored: ['apiKey'] }

/** A component, and a credential for it. */
export const credentialExamples: Examples = {
  'GET /components': {
    query: { search: 'pet' },
    parameters: { category: 'tutorial' },
    answers: {
      200: [
        {
          id: 'petstore',
          title: 'Petstore API',
          description: 'A small pet shop to try Stepkey with',
          category: 'tutorial',
          icon: 'petstore',
          aliases: ['pets', 'sandbox', 'demo', 'example'],
          methods: [{ id: 'apiKey', title: 'API key' }],
          credentialCount: 0,
          failingCount: 0,
          source: 'builtIn',
          hasSandbox: true,
          lastChangedAt: null,
        },
      ],
    },
  },
  'GET /components/{componentId}': {},
  'POST /credentials/verify': {
    body: { ...petstore, values },
    answers: { 200: { ...verified, httpStatus: 200 } },
  },
  'POST /credentials': {
    body: { ...petstore, name: summary.name, owner: summary.owner, tags: summary.tags, values },
    answers: {
      201: { outcome: 'saved', credential },
      400: {
        code: 'invalid_input',
        detail: 'values.apiKey: Fill in this field.',
        fields: [{ path: 'values.apiKey', code: 'required', message: 'Fill in this field.' }],
      },
      422: { code: 'not_saved', verification: rejected },
    },
  },
  'GET /credentials': {
    query: { componentId: 'petstore' },
    parameters: {
      status: 'verified',
      methodId: 'apiKey',
      createdBy: ids.apiKey,
      owner: summary.owner,
      tags: ['plan:pro'],
      use: 'never',
      endsWithinDays: 14,
      sort: '-lastUsedAt',
    },
    answers: { 200: { items: [endingSoon], nextCursor: null } },
  },
  'GET /credentials/count': {
    query: { search: 'Minka' },
    parameters: {
      status: 'verified',
      methodId: 'apiKey',
      createdBy: ids.apiKey,
      owner: summary.owner,
      tags: ['plan:pro'],
      use: 'never',
      endsWithinDays: 14,
    },
    answers: { 200: { count: 1, hasMore: false } },
  },
  'GET /credentials/expiry.ics': { query: { days: 30 } },
  'GET /credentials/{credentialId}': {
    answers: { 200: credential, 404: { code: 'not_found', detail: 'There is no such credential.' } },
  },
  'POST /credentials/{credentialId}/verify': {
    body: { values },
    answers: { 200: { ...verified, httpStatus: 200 } },
  },
  'PATCH /credentials/{credentialId}': {
    body: { version: 1, values },
    answers: { 200: { outcome: 'saved', credential: { ...credential, version: 2 } } },
  },
  'GET /credentials/{credentialId}/receipts': { answers: { 200: { items: [receipt, receipt] } } },
  'POST /credentials/{credentialId}/values': {
    body: { version: 2, values },
    answers: { 200: { outcome: 'pending', generation: 3, verification: { ...verified, httpStatus: 200 } } },
  },
  'GET /credentials/{credentialId}/values': {
    answers: { 200: { items: [pending, current, previous], keptDays: 7 } },
  },
  'POST /credentials/{credentialId}/values/{generation}/verify': {
    parameters: { generation: 3 },
    answers: { 200: { ...verified, httpStatus: 200 } },
  },
  'POST /credentials/{credentialId}/values/{generation}/promote': {
    parameters: { generation: 3 },
    body: {},
    answers: { 200: { outcome: 'promoted', credential: { ...credential, version: 4 } } },
  },
  'POST /credentials/{credentialId}/freeze': {
    answers: { 200: { outcome: 'frozen', credential: { ...summary, status: 'frozen', version: 4 } } },
  },
  'POST /credentials/{credentialId}/unfreeze': {
    answers: { 200: { outcome: 'active', verification: { ...verified, httpStatus: 200 } } },
  },
  'POST /credentials/{credentialId}/restore': {
    answers: { 200: { outcome: 'restored', credential: { ...credential, version: 5 } } },
  },
  'DELETE /credentials/{credentialId}/values/{generation}': {
    parameters: { generation: 3 },
    answers: { 200: { outcome: 'discarded' } },
  },
  'GET /deleted-credentials': {
    query: { search: 'Old' },
    answers: { 200: { items: [deleted], nextCursor: null, keptDays: 7 } },
  },
  'POST /deleted-credentials/{credentialId}/restore': {
    parameters: { credentialId: ids.deletedCredential },
    body: { name: 'Old shop' },
    answers: {
      200: {
        outcome: 'restored',
        credential: {
          ...credential,
          id: ids.deletedCredential,
          name: 'Old shop',
          owner: null,
          tags: {},
          createdBy: ids.account,
          version: 2,
        },
      },
    },
  },
  'DELETE /deleted-credentials/{credentialId}': {
    parameters: { credentialId: ids.deletedCredential },
    answers: { 200: { outcome: 'erased' } },
  },
  'GET /revocations': {
    answers: {
      200: {
        items: [
          {
            id: ids.revocation,
            credentialId: ids.unrevokedCredential,
            componentId: 'gitlab',
            methodId: 'token',
            name: 'Old GitLab',
            identity: null,
            generation: 1,
            kind: 'key',
            status: 'pending',
            attempts: 1,
            createdAt: at,
            lastAttemptAt: at,
            nextAttemptAt: at,
          },
        ],
      },
    },
  },
  'POST /revocations/{revocationId}/retry': {
    answers: { 200: { revocation: 'failed' } },
  },
  'DELETE /revocations/{revocationId}': { answers: { 200: { outcome: 'dismissed' } } },
  'GET /owners': {
    parameters: { search: 'org_' },
    answers: { 200: { items: [{ owner: summary.owner, credentialCount: 1 }], nextCursor: null } },
  },
  'DELETE /owners/{owner}': {
    parameters: { owner: summary.owner },
    query: { dryRun: true },
    answers: {
      200: {
        outcome: 'plan',
        credentials: [
          {
            id: ids.credential,
            componentId: 'petstore',
            name: summary.name,
            isInUse: false,
            revocation: 'none',
          },
        ],
        flows: [],
        hidden: 0,
        recentFlows: [],
        hasMore: false,
      },
    },
  },
}
