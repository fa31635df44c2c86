import type { CredentialValue } from '@stepkey/shared/credential-value'
import { isolated } from '../../ui/text/isolated.ts'

const titles = {
  current: 'Current value',
  pending: 'New value',
  previous: 'Previous value',
  retired: 'Erased value',
}

/** Returns what a value is. */
export const titleOfValue = ({ state }: Pick<CredentialValue, 'state'>): string => titles[state]

/** Returns whether the provider accepted an erased value when Stepkey last verified it. */
export const isStillAccepted = ({ state, status }: Pick<CredentialValue, 'state' | 'status'>): boolean =>
  state === 'retired' && (status === 'verified' || status === 'limited')

/** The number of flows that are named. */
const NAMED = 3

/** Returns which flows try a new value, or tried it until the provider rejected it. */
export function describeTrial({ flows, status }: Pick<CredentialValue, 'flows' | 'status'>): string {
  if (flows.length === 0) return 'No flow tries it yet.'
  if (status === 'failing') return 'The flows that tried it get the current value again.'
  const named = flows.slice(0, NAMED).map(({ name }) => `“${isolated(name)}”`)
  const more = flows.length - named.length
  return `Tried by ${[...named, ...(more > 0 ? [`${more} more`] : [])].join(', ')}.`
}
