// Free of zod, because the entry bundle of the web app imports this file.

/** The actor id in the audit log for actions of the `stepkey` command line, whose operator has no account. */
export const OPERATOR_ID = 'command line'

/** The actor id in the audit log for events that Stepkey detects itself, such as a revoked grant. */
export const SERVER_ID = 'stepkey'

/** The actor id in the audit log for failed sign-ins, because the visitor is not authenticated. */
export const VISITOR_ID = 'visitor'

/** The actions that the audit log records. A refused attempt is recorded with the action that was refused. */
export const AUDIT_ACTIONS = [
  'account.created',
  'account.signed_in',
  'account.signed_out',
  'account.password_changed',
  'session.revoked',
  /** Always refused: the caller's role or scope does not permit the procedure. */
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
  /** Another member became responsible for the key. */
  'api_key.taken_over',
  'embed.created',
  'embed.updated',
  'embed.deleted',
  'connect_token.created',
  'run_token.created',
  'request.created',
  'request.revoked',
  'credential.created',
  'credential.updated',
  /** New values were stored beside the current ones. */
  'credential.value_added',
  /** Flows were chosen that try the new values. */
  'credential.value_tried',
  'credential.value_discarded',
  'credential.promoted',
  'credential.restored',
  'credential.frozen',
  'credential.unfrozen',
  /** The values leaked. The entry has the digest of the report. */
  'credential.incident',
  /** All credentials of the workspace. */
  'workspace.frozen',
  'credential.verified',
  'credential.deleted',
  /** A deleted credential was restored. */
  'credential.undeleted',
  /** A deleted credential was erased before its time. */
  'credential.erased',
  /** All unused credentials of an owner were deleted. */
  'owner.removed',
  'credential.issued',
  /** The grant was revoked or lost. Only a user can connect the credential again. */
  'credential.disconnected',
  /** The provider confirmed the revocation of a key or a grant. */
  'credential.revoked',
  /** Stepkey gave up revoking a key or a grant at the provider. */
  'credential.not_revoked',
  /** A user took a revocation off the list, for example after revoking the access at the provider. */
  'credential.revocation_dismissed',
  /** The draft of a component was created or changed. */
  'component.saved',
  /** The verification of a draft was tried. */
  'component.tried',
  'component.published',
  'component.archived',
  /** It is offered for new credentials again. */
  'component.unarchived',
  'component.deleted',
  'oauth_app.created',
  'oauth_app.updated',
  'oauth_app.deleted',
  'webhook.created',
  'webhook.updated',
  'webhook.secret_rotated',
  'webhook.tested',
  /** A delivery was queued again. */
  'webhook.redelivered',
  /** Stepkey disabled the webhook after failed deliveries. */
  'webhook.disabled',
  'webhook.deleted',
  'chat_channel.created',
  'chat_channel.updated',
  'chat_channel.tested',
  /** Stepkey disabled the channel, because its webhook is gone or all messages failed. */
  'chat_channel.disabled',
  'chat_channel.deleted',
  'flow.created',
  'flow.saved',
  'flow.activated',
  'flow.deactivated',
  'flow.deleted',
] as const
