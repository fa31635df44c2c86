import { at, type Examples, ids, secrets } from './example.ts'

const app = {
  id: ids.oauthApp,
  componentId: 'slack',
  name: 'Slack app of the shop',
  clientId: '1234567890.1234567890123',
  hasSecret: true,
  redirectUri: 'https://connect.example.com/oauth/callback',
  owner: 'workspace',
  credentials: [],
  hidden: 0,
  createdAt: at,
  updatedAt: at,
}
const clientSecret = 'EXAMPLE-client-secret-of-the-Slack-app'
const scopes = ['chat:write', 'channels:read']

/** A credential that a user connects in a browser. The sandbox has no OAuth, therefore these are for Slack. */
export const oauthExamples: Examples = {
  'POST /oauth-apps': {
    body: {
      componentId: app.componentId,
      name: app.name,
      clientId: app.clientId,
      clientSecret,
      redirectUri: app.redirectUri,
    },
    answers: { 201: { ...app, clientCheck: 'accepted' } },
  },
  'GET /oauth-apps': {
    query: { componentId: 'slack' },
    answers: { 200: { items: [app], redirectUri: 'http://localhost:4000/oauth/callback' } },
  },
  'PATCH /oauth-apps/{oauthAppId}': {
    body: { name: 'Slack app of all shops', clientSecret },
    answers: { 200: { ...app, name: 'Slack app of all shops', clientCheck: 'accepted' } },
  },
  'POST /consents': {
    body: { componentId: 'slack', methodId: 'oauth', values: { scopes } },
    answers: {
      200: {
        outcome: 'redirect',
        consentId: ids.consent,
        expiresAt: '2026-11-28T09:30:00.000Z',
        interval: 1,
        url: `https://slack.com/oauth/v2/authorize?...&state=${secrets.state}`,
      },
    },
  },
  'POST /consents/finish': {
    body: {
      consentId: ids.consent,
      parameters: { code: 'EXAMPLE-code-from-Slack', state: secrets.state },
      path: '/oauth/callback',
    },
    answers: { 200: { outcome: 'granted', scopes } },
  },
  'POST /credentials/{credentialId}/disconnect': { parameters: { credentialId: ids.connected } },
  'DELETE /oauth-apps/{oauthAppId}': {},
}
