/** The example of an operation in the API reference. */
export interface Example {
  /** Query parameters that the sample sends. */
  query?: Record<string, unknown>
  /** Path parameters, headers and further query parameters whose value is not the usual one of {@link parameters}. */
  parameters?: Record<string, unknown>
  body?: unknown
  /** The answers by status. Of problems, the code and the members that other problems don't have. */
  answers?: Record<number, unknown>
}

/** Examples by operation: `POST /flows`. */
export type Examples = Record<string, Example>

/** The ids of the objects in all examples. */
export const ids = {
  account: '01a22000-0000-7000-8000-0000000000a1',
  member: '01a22000-0000-7000-8000-0000000000a2',
  workspace: '01a22000-0000-7000-8000-0000000000b1',
  organization: '01a22000-0000-7000-8000-0000000000b2',
  currentSession: '01a22000-0000-7000-8000-0000000000c1',
  session: '01a22000-0000-7000-8000-0000000000c2',
  apiKey: '01a22000-0000-7000-8000-0000000000d1',
  credential: '01a22000-0000-7000-8000-0000000000e1',
  /** A credential with a grant. */
  connected: '01a22000-0000-7000-8000-0000000000e2',
  /** Another credential for the same component. */
  otherCredential: '01a22000-0000-7000-8000-0000000000e3',
  /** A credential that is deleted, restored and erased. */
  deletedCredential: '01a22000-0000-7000-8000-0000000000e4',
  /** A credential that is deleted, but whose key the provider has not revoked yet. */
  unrevokedCredential: '01a22000-0000-7000-8000-0000000000e5',
  revocation: '01a22000-0000-7000-8000-0000000000e6',
  flow: '01a22000-0000-7000-8000-0000000000f1',
  step: '01a22000-0000-7000-8000-0000000000f2',
  secondStep: '01a22000-0000-7000-8000-0000000000f3',
  request: '01a22000-0000-7000-8000-000000000101',
  connectSession: '01a22000-0000-7000-8000-00000000010a',
  embed: '01a22000-0000-7000-8000-000000000102',
  oauthApp: '01a22000-0000-7000-8000-000000000103',
  consent: '01a22000-0000-7000-8000-000000000104',
  webhook: '01a22000-0000-7000-8000-000000000105',
  delivery: '01a22000-0000-7000-8000-000000000106',
  event: '01a22000-0000-7000-8000-000000000107',
  invitation: '01a22000-0000-7000-8000-000000000108',
  chatChannel: '01a22000-0000-7000-8000-000000000109',
  /** An HTTP request in the log. */
  httpRequest: '8f14e45f-ceea-467f-a0e6-1b2c3d4e5f60',
} as const

/** Secrets that Stepkey generates, and a digest. */
export const secrets = {
  apiKey: 'stepkey_2mXhEXAMPLE-key-of-the-first-steps-0a1b2c3',
  invitation: 'EXAMPLE-secret-of-the-invitation-0a1b2c3d4e',
  connectToken: 'stepkey_connect_EXAMPLE-token-of-the-session-0a1b2c3d4e5f60',
  /** In the link of a connect session. */
  connectLink: 'EXAMPLE-secret-of-the-connect-link-0a1b2c3d',
  request: 'EXAMPLE-secret-of-the-request-0a1b2c3d4e5f6',
  incident: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  state: 'EXAMPLE-state-of-the-consent-0a1b2c3d4e5f60',
} as const

/** The time of all examples. */
export const at = '2026-11-28T09:15:00.000Z'

/** The usual values of path and query parameters, by name. */
export const parameters: Record<string, unknown> = {
  accountId: ids.member,
  apiKeyId: ids.apiKey,
  componentId: 'petstore',
  credentialId: ids.credential,
  deliveryId: ids.delivery,
  embedId: ids.embed,
  flowId: ids.flow,
  invitationId: ids.invitation,
  oauthAppId: ids.oauthApp,
  requestId: ids.request,
  revocationId: ids.revocation,
  sessionId: ids.session,
  stepId: ids.step,
  channelId: ids.chatChannel,
  webhookId: ids.webhook,

  ids: [ids.credential],
  revoke: false,
  search: 'Minka',
  cursor: Buffer.from(JSON.stringify(['aquarium', ids.connected])).toString('base64url'),
  limit: 20,
}
