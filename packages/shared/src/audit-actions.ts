// Without zod: the first page of the screen knows these, too.

/** Who has access to the machine and works with `stepkey …` there has no account: this is the id in the trail. */
export const OPERATOR_ID = 'command line'

/** Whoever tries to sign in and fails may be anybody: this is the id in the trail. */
export const VISITOR_ID = 'visitor'

/** What is recorded. A refusal has the action that was refused. */
export const AUDIT_ACTIONS = [
  'account.created',
  'account.signed_in',
  'account.signed_out',
  'account.password_changed',
  'session.revoked',
  /** Only ever refused: a procedure that role or scope doesn't allow. */
  'access.asked',
  'organization.created',
  'organization.renamed',
  'organization.transferred',
  'organization.deleted',
  'member.joined',
  'member.left',
  'member.removed',
  'member.role_changed',
  'invitation.created',
  'invitation.revoked',
  'api_key.created',
  'api_key.revoked',
  'credential.created',
  'credential.updated',
  'credential.verified',
  'credential.deleted',
  'credential.issued',
  'flow.created',
  'flow.saved',
  'flow.activated',
  'flow.deactivated',
  'flow.deleted',
] as const
