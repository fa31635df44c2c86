import type { ComponentDetail } from '@stepkey/shared/catalog-api'
import type { Revocation } from '@stepkey/shared/oauth'

type Titled = Pick<ComponentDetail, 'title' | 'category'>

/** Whose access it is, in a sentence. A generic component is nobody's. */
export const providerOf = ({ title, category }: Titled) => (category === 'generic' ? 'the provider' : title)

/** The same at the beginning of a sentence. */
export const providerAtStart = (component: Titled) => providerOf(component).replace(/^the /, 'The ')

/** What became of an access that Stepkey has let go of. `isDone`: nobody has to do anything any more. */
export function describeRevocation(component: Titled, revocation: Revocation) {
  const vendor = providerOf(component)
  switch (revocation) {
    case 'revoked':
      return { isDone: true, words: `${providerAtStart(component)} took the access back.` }
    case 'not_offered':
      return {
        isDone: true,
        words: `${providerAtStart(component)} offers no way to take access back from here: remove Stepkey in your account there.`,
      }
    case 'shared':
      return {
        isDone: true,
        words: `${providerAtStart(component)} was not asked to take it back, because other credentials of the same account live by it.`,
      }
    case 'failed':
      return {
        isDone: false,
        words: `The access could not be taken back at ${vendor}: do it in your account there.`,
      }
  }
}
