import { Scope } from '@stepkey/shared/access'
import type { Caller } from '../src/edge/rpc/caller.ts'
import { assertSaved } from './assert-saved.ts'
import { fakeApiCredential } from './fake-api.ts'
import { shopDefinition } from './own-component.ts'
import { absent, type Belongings } from './procedure-calls.ts'
import type { Stepkey } from './stepkey.ts'
import { createTeam, secretOf, type Team } from './team.ts'

/** An organization with one object of every kind. */
export interface OrganizationObjects {
  team: Team
  ids: Belongings
  /** One API key of each scope. */
  keys: Map<Scope, string>
  /** The secret of an open invitation. */
  secret: string
  /** The secret of an open credential request. */
  requestSecret: string
  /** The secret of a connect link. */
  linkSecret: string
}

/** Creates an organization with one object of every kind: an active flow with a credential, keys, links, webhooks … */
export async function createOrganizationObjects(
  stepkey: Stepkey,
  base: string,
): Promise<OrganizationObjects> {
  const team = await createTeam(stepkey)
  const alice = team.people.owner.in(team.organizationId)
  const created = await alice.credentials.create(fakeApiCredential(base, 'Her shop'))
  assertSaved(created)
  const credentialId = created.credential.id
  const deleted = await alice.credentials.create(fakeApiCredential(base, 'Her old shop'))
  assertSaved(deleted)
  await alice.credentials.remove({ credentialId: deleted.credential.id })
  const revocationId = await openRevocation(alice)
  const steps = [{ name: 'Step', componentId: 'http', credentialId }]
  const flow = await alice.flows.save({ name: 'Hers', steps })
  assertSaved(flow)
  await alice.flows.activate({ flowId: flow.id })
  const keys = new Map<Scope, string>()
  let apiKeyId = ''
  for (const scope of Scope.options) {
    const { key, apiKey } = await alice.apiKeys.create({ name: `Engine ${scope}`, scopes: [scope] })
    keys.set(scope, key)
    apiKeyId = apiKey.id
  }
  const embed = await alice.embeds.create({ name: 'Hers', origin: 'https://hers.example' })
  const request = await alice.requests.create({ componentId: 'http', name: 'Hers' })
  const { connectLink } = await stepkey
    .visitor({ apiKey: keys.get('connect') })
    .connectSessions.create({ componentIds: ['http'], actions: ['create'], expiresIn: 7 * 24 * 3600 })
  const app = await alice.oauthApps.create({
    componentId: 'slack',
    name: 'Hers',
    clientId: 'client',
    clientSecret: 'secret of the app',
  })
  const consent = await alice.consents.begin({ componentId: 'slack', methodId: 'oauth' })
  if (consent.outcome !== 'redirect') throw new Error('not begun')
  const { webhook } = await alice.webhooks.create({ name: 'Her alarm', url: 'https://hooks.example/' })
  const { delivery } = await alice.webhooks.test({ webhookId: webhook.id })
  const channel = await alice.chatChannels.create({
    name: 'Her chat',
    format: 'slack',
    url: 'https://chat.example/x',
  })
  const ownComponentId = 'custom:hers'
  await alice.components.save({ componentId: ownComponentId, definition: shopDefinition() })
  const invitation = await alice.invitations.create({ role: 'viewer' })
  return {
    team,
    keys,
    secret: secretOf(invitation),
    requestSecret: request.url.split('#request=')[1] ?? '',
    linkSecret: connectLink.split('#link=')[1] ?? '',
    ids: {
      ...absent,
      apiKeyId,
      credentialId,
      deletedCredentialId: deleted.credential.id,
      revocationId,
      flowId: flow.id,
      stepId: flow.steps[0]?.id ?? '',
      invitationId: invitation.invitation.id,
      accountId: team.people.editor.accountId,
      sessionId: (await alice.sessions.list())[0]?.id ?? '',
      oauthAppId: app.id,
      consentId: consent.consentId,
      embedId: embed.id,
      requestId: request.request.id,
      channelId: channel.id,
      webhookId: webhook.id,
      deliveryId: delivery.id,
      ownComponentId,
    },
  }
}

/** Deletes a credential whose provider can't be reached, so that its revocation stays open. @returns its id */
export async function openRevocation(caller: Caller): Promise<string> {
  const created = await caller.credentials.create({
    componentId: 'gitlab',
    methodId: 'token',
    name: 'Old GitLab',
    values: { token: 'glpat-made-up-token-0123' },
    allowUnverified: true,
  })
  assertSaved(created)
  await caller.credentials.remove({ credentialId: created.credential.id, revoke: true })
  const { items } = await caller.revocations.list()
  return items[0]?.id ?? ''
}
