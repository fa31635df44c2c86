// Without zod: the first page of the screen knows these, too.

/** Who has access to the machine and works with `stepkey …` there has no account: this is the id in the trail. */
export const OPERATOR_ID = 'command line'

/** What Stepkey finds out by itself, such as that an access was taken back: this is the id in the trail. */
export const SERVER_ID = 'stepkey'

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
  'workspace.recheck_changed',
  'member.joined',
  'member.left',
  'member.removed',
  'member.role_changed',
  'invitation.created',
  'invitation.revoked',
  'api_key.created',
  'api_key.revoked',
  'embed.created',
  'embed.updated',
  'embed.deleted',
  'connect_token.created',
  'request.created',
  'request.revoked',
  'credential.created',
  'credential.updated',
  'credential.verified',
  'credential.deleted',
  'credential.issued',
  /** The grant was taken back, or lost: only a person can connect it again. */
  'credential.disconnected',
  'oauth_app.created',
  'oauth_app.updated',
  'oauth_app.deleted',
  'webhook.created',
  'webhook.updated',
  'webhook.secret_rotated',
  'webhook.tested',
  /** A delivery was sent again. */
  'webhook.redelivered',
  /** Stepkey switched it off. */
  'webhook.disabled',
  'webhook.deleted',
  'flow.created',
  'flow.saved',
  'flow.activated',
  'flow.deactivated',
  'flow.deleted',
] as const
