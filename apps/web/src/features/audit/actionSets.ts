// Without the sentences, because the entry bundle imports this file.
import type { AuditAction } from '@stepkey/shared/audit'
import { AUDIT_ACTIONS } from '@stepkey/shared/audit-actions'

const isAccess = (action: AuditAction) =>
  /^(?:account|session|access|member|invitation|api_key|run_token|connect_token|request)\./.test(action)
const isUse = (action: AuditAction) => action === 'credential.issued' || action === 'credential.verified'

/** Sets of actions that the filter offers as one choice, by their name in the URL. */
export const actionSets = {
  changes: {
    label: 'Changes',
    actions: AUDIT_ACTIONS.filter((action) => !isAccess(action) && !isUse(action)),
  },
  access: { label: 'Access and people', actions: AUDIT_ACTIONS.filter(isAccess) },
} satisfies Record<string, { label: string; actions: AuditAction[] }>
/** The name of a set of actions. */
export type ActionSet = keyof typeof actionSets

/** Whether a value is the name of a set of actions. */
export const isActionSet = (value: unknown): value is ActionSet =>
  typeof value === 'string' && Object.hasOwn(actionSets, value)
