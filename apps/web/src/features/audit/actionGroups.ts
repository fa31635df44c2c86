import type { AuditAction } from '@stepkey/shared/audit'
import { AUDIT_ACTIONS } from '@stepkey/shared/audit-actions'
import { describeAction } from './actionLabels.ts'

/** What actions are about: how their names begin, by the heading that they stand under. */
const headings = {
  Credentials: ['credential', 'request'],
  'OAuth apps': ['oauth_app'],
  Flows: ['flow'],
  'API keys': ['api_key'],
  Embedding: ['embed', 'connect_token'],
  Webhooks: ['webhook'],
  People: ['member', 'invitation'],
  Organization: ['organization', 'workspace'],
  'Sign-in and access': ['account', 'session', 'access'],
}

const actions = AUDIT_ACTIONS.map((action) => ({ value: action, label: actionTitle(action) }))

/** Everything that can have happened, to choose from. */
export const actionGroups = Object.entries(headings).map(([group, beginnings]) => ({
  group,
  items: actions.filter(({ value }) => beginnings.includes(value.split('.')[0] ?? '')),
}))

/** “Created a credential”. */
export function actionTitle(action: AuditAction): string {
  // What one asks for in vain is never done.
  const words = describeAction({ action, outcome: action === 'access.asked' ? 'refused' : 'done' })
  return words.charAt(0).toUpperCase() + words.slice(1)
}
