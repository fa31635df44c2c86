import { AUDIT_ACTIONS } from '@stepkey/shared/audit-actions'
import { actionTitle } from './auditSentence.ts'

/** The first parts of action names (`credential.created`), by the heading that they are listed under. */
const headings = {
  Credentials: ['credential', 'owner', 'request'],
  Components: ['component'],
  'OAuth apps': ['oauth_app'],
  Flows: ['flow'],
  'API keys': ['api_key', 'run_token'],
  Embedding: ['embed', 'connect_token'],
  Webhooks: ['webhook'],
  'Chat channels': ['chat_channel'],
  People: ['member', 'invitation'],
  Organization: ['organization', 'workspace'],
  'Sign-in and access': ['account', 'session', 'access'],
}

const actions = AUDIT_ACTIONS.map((action) => ({ value: action, label: actionTitle(action) }))

/** All audit actions, grouped for the filter. */
export const actionGroups = Object.entries(headings).map(([group, prefixes]) => ({
  group,
  items: actions.filter(({ value }) => prefixes.includes(value.split('.')[0] ?? '')),
}))
