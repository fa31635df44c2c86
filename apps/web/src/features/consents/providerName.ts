import type { ComponentDetail } from '@stepkey/shared/catalog-api'
import type { Revocation } from '@stepkey/shared/oauth'
import type { OpenRevocation } from '@stepkey/shared/revocation'

/** How long Stepkey tries, in days. `REVOCATION_DAYS` of the shared package, which would load zod. */
const REVOCATION_DAYS = 5

/** What names the provider of a component. */
export type NamedComponent = Pick<ComponentDetail, 'title' | 'category'>

/** Returns the name of the provider for the middle of a sentence; “the provider” for generic components. */
export const providerOf = ({ title, category }: NamedComponent) =>
  category === 'generic' ? 'the provider' : title

/** Returns the name of the provider for the beginning of a sentence. */
export const providerAtStart = (component: NamedComponent) => providerOf(component).replace(/^the /, 'The ')

/**
 * Describes the result of a revocation. `isDone`: the user has nothing left to do.
 * @param kind a key that a user entered, or access that a user granted
 */
export function describeRevocation(
  component: NamedComponent,
  revocation: Revocation,
  kind: OpenRevocation['kind'] = 'access',
) {
  const provider = providerOf(component)
  switch (revocation) {
    case 'revoked':
      return { isDone: true, message: `${providerAtStart(component)} revoked the ${kind}.` }
    case 'not_offered':
      return {
        isDone: true,
        message:
          kind === 'key'
            ? `Stepkey can’t revoke the key. Revoke it in your account at ${provider}.`
            : `Stepkey can’t revoke the access. Remove Stepkey in your account at ${provider}.`,
      }
    case 'shared':
      return {
        isDone: true,
        message:
          kind === 'key'
            ? `The key was not revoked at ${provider}, because other values have the same one.`
            : `The access was not revoked at ${provider}, because other credentials of the same account use it.`,
      }
    case 'failed':
      return {
        isDone: false,
        message: `${providerAtStart(component)} has not confirmed that it revoked the ${kind}. Stepkey tries again for ${REVOCATION_DAYS} days. Home shows it until then.`,
      }
  }
}
