import { at, type Examples, ids } from './example.ts'

/** What happened to the credential of the other examples. */
const created = { action: 'credential.created', outcome: 'done', subjectId: ids.credential }
const parameters = {
  ...created,
  actions: [created.action],
  search: 'minka',
  actorId: ids.apiKey,
  from: '2026-01-01T00:00:00Z',
  to: '2027-01-01T00:00:00Z',
}

/** The settings of the workspace, and its audit log. */
export const workspaceExamples: Examples = {
  'GET /workspace': { answers: { 200: { recheck: 'off' } } },
  'PATCH /workspace': { body: { recheck: 'daily' }, answers: { 200: { recheck: 'daily' } } },
  'GET /audit': {
    query: { action: created.action },
    parameters: { ...parameters, cursor: '1000' },
    answers: {
      200: {
        items: [
          {
            seq: 5,
            at,
            actor: { kind: 'api_key', id: ids.apiKey, name: 'First steps' },
            ...created,
            subjectName: 'Minka shop',
            detail: {
              name: 'Minka shop',
              componentId: 'petstore',
              owner: 'org_42',
              outcome: 'verified',
              sealVersion: 1,
            },
            address: '127.0.0.1',
          },
        ],
        nextCursor: null,
      },
    },
  },
  'GET /audit/export': { query: { format: 'csv' }, parameters },
  'POST /audit/verify': {
    answers: {
      200: { outcome: 'intact', rows: 25, head: { seq: 25, mac: '…' }, storedHead: null },
    },
  },
}
