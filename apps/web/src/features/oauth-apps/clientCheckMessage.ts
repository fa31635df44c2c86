import type { OAuthAppSaved } from '@stepkey/shared/oauth'

/** Describes what the provider said about a client, in one sentence. */
export function clientCheckMessage(provider: string, check: OAuthAppSaved['clientCheck']): string {
  if (check === 'accepted') return `${provider} accepts the client ID and the client secret.`
  if (check === 'inconclusive')
    return `${provider} did not say whether the client secret is right. The first connection will show it.`
  return 'It has no client secret to check.'
}
