import type { ClientPart, Component } from '@stepkey/shared/component'
import type { CreateOAuthApp, OAuthAppSaved } from '@stepkey/shared/oauth'
import { REMOTE_DEADLINE } from '../../platform/egress/egress.ts'
import { invalidInput } from '../../platform/errors/domain-error.ts'
import { requireComponent } from '../catalog/catalog.ts'
import type { WorkspaceContext } from '../context.ts'
import { checkClient } from '../tokens/client-check.ts'
import { withVerificationSlot } from '../verification/concurrency.ts'
import { redirectUriOf } from './redirect-uri.ts'

/**
 * Asks the provider whether it accepts the client of an OAuth app, outside of any transaction. A client without a secret
 * is not checked: for some methods it needs none.
 * @throws DomainError invalid_input if the provider refuses the client
 */
export async function requireAcceptedClient(
  ctx: WorkspaceContext,
  {
    componentId,
    clientId,
    clientSecret,
    redirectUri: own,
  }: Pick<CreateOAuthApp, 'componentId' | 'clientId'> & {
    clientSecret?: string | null
    redirectUri?: string | null
  },
): Promise<Pick<OAuthAppSaved, 'clientCheck'>> {
  if (!clientSecret) return {}
  const component = await requireComponent(ctx, componentId)
  const client = { clientId, clientSecret, redirectUri: redirectUriOf(ctx.config, own) }
  const result = await withVerificationSlot(ctx.workspaceId, () =>
    checkClient(component, client, {
      egress: ctx.egress,
      now: ctx.clock(),
      signal: AbortSignal.timeout(REMOTE_DEADLINE),
    }),
  )
  if (result.outcome === 'refused') throw clientRefused(component, result.part)
  return { clientCheck: result.outcome }
}

function clientRefused({ title }: Pick<Component, 'title'>, part: ClientPart | undefined) {
  const messages = {
    clientId: `${title} does not know this client ID. Copy it again. A new app can take a few minutes to become active.`,
    clientSecret: `${title} refuses this client secret. Copy it again, or create a new one.`,
    both: `${title} refuses this client ID with this client secret. Copy both again.`,
  }
  return invalidInput({
    path: part ?? 'clientSecret',
    code: 'client_refused',
    message: messages[part ?? 'both'],
  })
}
