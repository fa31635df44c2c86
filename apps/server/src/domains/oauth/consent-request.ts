import { asksConsent, type ConsentRequest } from '@stepkey/shared/component'
import { REMOTE_DEADLINE } from '../../platform/egress/egress.ts'
import { invalidInput } from '../../platform/errors/domain-error.ts'
import type { CatalogMethod } from '../catalog/catalog.ts'
import type { WorkspaceContext } from '../context.ts'
import { methodEgress } from '../tokens/method-egress.ts'

/** Returns the consent request of a method. @throws DomainError invalid_input for methods without one */
export function requireConsentRequest({ method, component }: CatalogMethod): ConsentRequest {
  const { token } = method
  if (asksConsent(token)) return token
  throw invalidInput({
    path: 'methodId',
    message: `This method of ${component.title} needs no consent. Create the credential directly.`,
  })
}

/** Returns the ports of a request to a provider, with its deadline. */
export const consentPorts = (
  { egress, clock }: WorkspaceContext,
  { method }: Pick<CatalogMethod, 'method'>,
  values: Record<string, unknown>,
) => ({
  egress: methodEgress(egress, method, values),
  now: clock(),
  signal: AbortSignal.timeout(REMOTE_DEADLINE),
})
