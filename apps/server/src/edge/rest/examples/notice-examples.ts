import { at, type Examples, ids } from './example.ts'

const kinds = ['failing', 'reconnect', 'flow_blocked', 'not_revoked', 'expiring', 'recovered']
const notices = {
  delivery: 'at_once',
  kinds,
  isDefault: true,
  email: 'ada@example.com',
  canSend: false,
  delaySeconds: 600,
}
const channel = {
  id: ids.chatChannel,
  name: 'Operations',
  format: 'slack',
  host: 'hooks.slack.com',
  delivery: 'at_once',
  kinds: ['failing', 'reconnect'],
  isEnabled: true,
  disabledReason: null,
  failingSince: null,
  lastSentAt: null,
  createdAt: at,
  updatedAt: at,
}

/** What the user and a chat channel are told of. */
export const noticeExamples: Examples = {
  'GET /notices': { answers: { 200: notices } },
  'PUT /notices': {
    body: { delivery: 'daily', kinds },
    answers: { 200: { ...notices, delivery: 'daily', isDefault: false } },
  },
  'POST /chat-channels': {
    body: {
      name: channel.name,
      format: channel.format,
      url: 'https://hooks.slack.com/services/T0000/B0000/EXAMPLE',
      kinds: channel.kinds,
    },
    answers: { 201: channel },
  },
  'GET /chat-channels': { answers: { 200: [channel] } },
  'PATCH /chat-channels/{channelId}': {
    body: { delivery: 'daily' },
    answers: { 200: { ...channel, delivery: 'daily' } },
  },
  'POST /chat-channels/{channelId}/test': {
    answers: { 200: { outcome: 'not_sent', problem: 'name_not_found', httpStatus: null } },
  },
  'DELETE /chat-channels/{channelId}': {},
}
