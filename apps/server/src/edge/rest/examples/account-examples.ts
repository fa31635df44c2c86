import { Scope } from '@stepkey/shared/access'
import { at, type Examples, ids, secrets } from './example.ts'

const ada = { email: 'ada@example.com', password: 'a long password of your own' }
const me = {
  account: { id: ids.account, name: 'Ada', email: ada.email },
  workspaces: [{ id: ids.workspace, name: 'Ada', kind: 'personal', role: 'owner' }],
}
const session = { userAgent: 'Mozilla/5.0 …', address: '127.0.0.1', createdAt: at, lastUsedAt: at }
const apiKey = {
  id: ids.apiKey,
  name: 'First steps',
  prefix: 'stepkey_…',
  scopes: Scope.options,
  owners: null,
  componentIds: null,
  createdAt: at,
  expiresAt: null,
  lastUsedAt: null,
  revokedAt: null,
  createdBy: { id: ids.account, name: 'Ada' },
}

/** Signing up, and creating the API key for the other examples. */
export const signUpExamples: Examples = {
  'GET /welcome': {
    answers: { 200: { signUp: 'open', firstVisit: true, signInProviders: [], mail: false } },
  },
  'POST /account': { body: { name: 'Ada', ...ada }, answers: { 201: me } },
  'POST /session': { body: ada, answers: { 201: me } },
  'GET /account': { answers: { 200: me } },
  'POST /account/confirm-password': {
    body: { password: ada.password },
    answers: { 200: { outcome: 'confirmed' } },
  },
  'GET /sessions': {
    answers: {
      200: [
        { id: ids.currentSession, ...session, current: true },
        { id: ids.session, ...session, current: false },
      ],
    },
  },
  'DELETE /sessions/{sessionId}': { answers: { 200: { outcome: 'revoked' } } },
  'POST /sessions/revoke-others': { answers: { 200: { outcome: 'revoked', count: 1 } } },
  'POST /api-keys': {
    body: { name: apiKey.name, scopes: apiKey.scopes },
    answers: { 201: { apiKey, key: secrets.apiKey } },
  },
  'GET /api-keys': { answers: { 200: [apiKey] } },
  'POST /api-keys/{apiKeyId}/take-over': { answers: { 200: { outcome: 'taken_over' } } },
}

/** Revoking the API key, and signing out. */
export const signOutExamples: Examples = {
  'DELETE /api-keys/{apiKeyId}': { answers: { 200: { outcome: 'revoked' } } },
  'POST /account/change-password': {
    body: { oldPassword: ada.password, newPassword: 'another long password of your own' },
    answers: { 200: { outcome: 'changed' } },
  },
  'DELETE /session': { answers: { 200: { outcome: 'signed_out' } } },
}
