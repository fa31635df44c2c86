import type { OwnerRemoved } from '@stepkey/shared/owner'
import type { Tone } from '../../ui/feedback/StatusText.tsx'
import { inDays } from '../credentials/deletionTexts.ts'

type Removal = Pick<OwnerRemoved, 'credentials' | 'flows' | 'hidden' | 'hasMore'>
type Removed = Removal['credentials'][number]

/** Returns a number of credentials in words: `1 credential`, `3 other credentials`. */
export const credentialCount = (count: number, adjective = ''): string =>
  `${count} ${adjective}${count === 1 ? 'credential' : 'credentials'}`

const partsOf = ({ credentials }: Removal) => {
  const deleted = credentials.filter(({ isInUse }) => !isInUse)
  return {
    deleted: deleted.length,
    revoked: deleted.filter(({ revocation }) => revocation === 'pending').length,
    kept: credentials.length - deleted.length,
  }
}

/** Returns how many credentials a removal deletes. */
export const deletedCount = (removal: Removal): number => partsOf(removal).deleted

/** Says what a removal would do. `keptDays` is undefined while it is unknown. */
export function describePlan(plan: Removal, keptDays: number | undefined): string {
  const { deleted, revoked, kept } = partsOf(plan)
  if (deleted === 0)
    return kept === 0 ? 'No credential belongs to this owner.' : 'No credential can be deleted.'
  return [
    `${credentialCount(deleted)} will be deleted.`,
    ...(revoked > 0 ? [`Stepkey revokes ${countOf(revoked, deleted)} at the provider.`] : []),
    ...(keptDays === undefined ? [] : [restorationOf(deleted, revoked, keptDays)]),
    'Steps of inactive flows are left without a credential. Links with which the owner connects accounts end.',
    ...(plan.hasMore ? ['The owner has more credentials, which you can delete afterwards.'] : []),
  ].join(' ')
}

/** Says what a removal did. */
export function describeRemoval(removal: Removal): string {
  const { deleted, revoked } = partsOf(removal)
  if (deleted === 0) return 'No credential was deleted.'
  return [
    `${credentialCount(deleted)} ${deleted === 1 ? 'was' : 'were'} deleted.`,
    ...(revoked > 0
      ? [`Stepkey revokes ${countOf(revoked, deleted)} at the provider within a few minutes.`]
      : []),
    ...(removal.hasMore ? ['The owner has more credentials.'] : []),
  ].join(' ')
}

/** Says which credentials stay. Undefined if all are deleted. */
export function describeKept(removal: Removal): string | undefined {
  const { deleted, kept } = partsOf(removal)
  if (kept === 0) return undefined
  const flowCount = removal.flows.length + removal.hidden
  const others = credentialCount(kept, deleted > 0 ? 'other ' : '')
  const flows =
    flowCount === 1
      ? 'this flow is deactivated or uses another credential'
      : 'these flows are deactivated or use other credentials'
  return `${flowCount === 1 ? 'An active flow uses' : 'Active flows use'} ${others}. ${kept === 1 ? 'It stays' : 'They stay'} until ${flows}:`
}

/** Returns the status of one credential in a plan or a result. */
export function statusOf({ isInUse, revocation }: Removed, isDone: boolean): { tone: Tone; text: string } {
  if (isInUse) return { tone: 'warn', text: 'Stays, because active flows use it' }
  const isRevoked = revocation === 'pending'
  if (isDone) return { tone: 'good', text: isRevoked ? 'Deleted, and being revoked' : 'Deleted' }
  return { tone: 'quiet', text: isRevoked ? 'Will be deleted and revoked' : 'Will be deleted' }
}

function countOf(count: number, all: number): string {
  if (count === all) return all === 1 ? 'it' : 'all of them'
  return `${count} of them`
}

/** Revoked and connected credentials can’t be restored. */
function restorationOf(deleted: number, revoked: number, keptDays: number): string {
  if (keptDays === 0 || deleted === revoked) return 'This can’t be undone.'
  const time = `for ${inDays(keptDays)} in Recently deleted`
  if (deleted === 1) return `You can restore it ${time}, unless it is connected.`
  const others = revoked === 0 ? 'them' : 'the others'
  return `You can restore ${others} ${time}, except connected ones, whose access ends.`
}
