import type { ComponentDetail } from '@stepkey/shared/catalog-api'
import type { Revocation } from '@stepkey/shared/oauth'

type NamedComponent = Pick<ComponentDetail, 'title' | 'category'>

/** Returns the name of the provider for the middle of a sentence; “the provider” for generic components. */
export const providerOf = ({ title, category }: NamedComponent) =>
  category === 'generic' ? 'the provider' : title

/** Returns the name of the provider for the beginning of a sentence. */
export const providerAtStart = (component: NamedComponent) => providerOf(component).replace(/^the /, 'The ')

/** Describes the result of a revocation. `isDone`: the user has nothing left to do. */
export function describeRevocation(component: NamedComponent, revocation: Revocation) {
  const provider = providerOf(component)
  switch (revocation) {
    case 'revoked':
      return { isDone: true, message: `${providerAtStart(component)} revoked the access.` }
    case 'not_offered':
      return {
        isDone: true,
        message: `${providerAtStart(component)} offers no way to revoke access from here. Remove Stepkey in your account there.`,
      }
    case 'shared':
      return {
        isDone: true,
        message: `The access was not revoked at ${provider}, because other credentials of the same account use it.`,
      }
    case 'failed':
      return {
        isDone: false,
        message: `The access could not be revoked at ${provider}. Revoke it in your account there.`,
      }
  }
}
