import { at, type Examples, ids, secrets } from './example.ts'

const request = {
  id: ids.request,
  componentId: 'petstore',
  name: 'Shop of the branch',
  owner: 'org_42',
  tags: { plan: 'pro' },
  note: 'We need the API key for the new flow.',
  askedBy: 'First steps',
  state: 'open',
  credentialId: null,
  createdAt: at,
  expiresAt: '2026-12-05T09:15:00.000Z',
}
const embed = {
  id: ids.embed,
  name: 'Admin pages',
  origin: 'https://app.example.com',
  branding: null,
  createdAt: at,
}
const branding = {
  name: 'Acme',
  theme: { accent: '#0b7285', radius: 4 },
  helpUrl: 'https://help.example.com',
  components: { petstore: { helpUrl: 'https://help.example.com/petstore' } },
  wording: { en: { 'picker.create': 'Connect your account' } },
}

/** The ways by which users of other applications, and persons without an account, provide credentials. */
export const connectExamples: Examples = {
  'POST /credential-requests': {
    body: {
      componentId: 'petstore',
      name: request.name,
      owner: request.owner,
      tags: request.tags,
      note: request.note,
      locale: 'fr',
      days: 7,
    },
    answers: { 201: { request, url: `http://localhost:4000/hand-over#request=${secrets.request}` } },
  },
  'GET /credential-requests': { query: { componentId: 'petstore' }, answers: { 200: [request] } },
  'POST /requests/redeem': { body: { secret: secrets.request } },
  'DELETE /credential-requests/{requestId}': { answers: { 200: { outcome: 'revoked' } } },

  'POST /embeds': { body: { name: embed.name, origin: embed.origin }, answers: { 201: embed } },
  'GET /embeds': { answers: { 200: [embed] } },
  'PATCH /embeds/{embedId}': {
    body: { name: 'Shop pages', branding },
    answers: { 200: { ...embed, name: 'Shop pages', branding } },
  },
  'POST /connect-sessions': {
    body: {
      owner: 'org_42',
      componentIds: ['petstore', 'github'],
      actions: ['choose', 'create'],
      tags: { plan: 'pro' },
      locale: 'de',
      expiresIn: 86_400,
    },
    answers: {
      201: {
        id: ids.connectSession,
        token: secrets.connectToken,
        expiresAt: at,
        connectLink: `http://localhost:4000/connect#link=${secrets.connectLink}`,
        linkExpiresAt: at,
      },
    },
  },
  'POST /connect-sessions/open': { body: { secret: secrets.connectLink } },
  'POST /connect-tokens': {
    body: { componentId: 'petstore', actions: ['choose', 'create'], expiresIn: 900 },
  },
  'DELETE /embeds/{embedId}': {},
}
