import { at, type Examples, ids, secrets } from './example.ts'

const name = 'Pet shops'
const newName = "Ada's pet shops"
const organization = { id: ids.organization, name, kind: 'organization', role: 'owner' }
const invitation = {
  id: ids.invitation,
  role: 'editor',
  email: null,
  invitedBy: 'Ada',
  createdAt: at,
  expiresAt: '2026-12-05T09:15:00.000Z',
}

/** Without this header, the operations concern the personal workspace, which has no other members. */
const parameters = { 'Stepkey-Workspace': ids.organization }

/** An organization, which another member joins and gets in the end. */
export const organizationExamples: Examples = {
  'POST /organizations': { body: { name }, answers: { 201: organization } },
  'PATCH /organization': { parameters, body: { name: newName }, answers: { 200: { outcome: 'renamed' } } },

  'POST /invitations': {
    parameters,
    body: { role: 'editor' },
    answers: { 201: { invitation, url: `http://localhost:4000/join#invitation=${secrets.invitation}` } },
  },
  'GET /invitations': { parameters, answers: { 200: [invitation] } },
  'POST /invitations/preview': {
    body: { secret: secrets.invitation },
    answers: { 200: { organization: newName, role: 'editor', expiresAt: invitation.expiresAt } },
  },
  'POST /invitations/redeem': {
    body: { secret: secrets.invitation },
    answers: { 200: { workspace: { ...organization, name: newName, role: 'editor' } } },
  },
  'GET /members': {
    parameters,
    answers: {
      200: [
        { accountId: ids.account, name: 'Ada', email: 'ada@example.com', role: 'owner', joinedAt: at },
        { accountId: ids.member, name: 'Grace', email: 'grace@example.com', role: 'editor', joinedAt: at },
      ],
    },
  },
  'PATCH /members/{accountId}': {
    parameters,
    body: { role: 'admin' },
    answers: { 200: { outcome: 'changed' } },
  },
  'DELETE /members/{accountId}': {
    parameters,
    query: { apiKeys: 'revoke' },
    answers: { 200: { outcome: 'removed' } },
  },
  'DELETE /invitations/{invitationId}': { parameters, answers: { 200: { outcome: 'revoked' } } },

  'POST /organization/transfer': {
    parameters,
    body: { accountId: ids.member },
    answers: { 200: { outcome: 'transferred' } },
  },
  'POST /organization/leave': {
    parameters,
    body: { apiKeys: 'revoke' },
    answers: { 200: { outcome: 'left' } },
  },
  'DELETE /organization': { parameters, query: { typedName: newName } },
}
