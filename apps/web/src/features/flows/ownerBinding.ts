import type { ComponentSummary } from '@stepkey/shared/catalog-api'
import type { Flow } from '@stepkey/shared/flow'

type Component = Pick<ComponentSummary, 'methods'> | undefined

/** Names the credential of a step that is bound to the owner's credential, with the methods that it may have. */
export function describeOwnerBinding(
  { methods = [] }: { methods?: readonly string[] | undefined },
  component: Component,
): string {
  if (methods.length === 0) return 'The customer’s credential'
  const titles = methods.map((id) => component?.methods.find((method) => method.id === id)?.title ?? id)
  return `The customer’s credential: ${titles.join(', ')}`
}

/** Returns whether each run of a flow is for one customer. */
export const isForCustomers = ({ steps }: Pick<Flow, 'steps'>): boolean =>
  steps.some(({ binding }) => binding === 'owner')
