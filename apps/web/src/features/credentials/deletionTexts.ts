import type { ComponentDetail } from '@stepkey/shared/catalog-api'
import type { CredentialSummary } from '@stepkey/shared/credential'
import { isInconclusive, type Verification } from '@stepkey/shared/verification'
import { providerOf } from '../consents/providerName.ts'

/** The part of a credential that decides whether it can be restored after its deletion. */
export type Deletable = Pick<CredentialSummary, 'id' | 'name' | 'grant'>

/** Whether a credential can be restored after its deletion. Deleting a connected one ends its access. */
export const isKeptAfterDeletion = ({ grant }: Pick<Deletable, 'grant'>, keptDays: number | undefined) =>
  grant === null && keptDays !== undefined && keptDays > 0

export const inDays = (days: number) => (days === 1 ? '1 day' : `${days} days`)

/** Says whether a deletion can be undone. Undefined while that is unknown. */
export function describeDeletion(
  component: Pick<ComponentDetail, 'title' | 'category'>,
  credential: Pick<CredentialSummary, 'grant' | 'status'>,
  keptDays: number | undefined,
): string | undefined {
  if (credential.grant !== null) {
    return credential.status === 'reconnect'
      ? 'This can’t be undone.'
      : `This can’t be undone: its access at ${providerOf(component)} ends.`
  }
  if (keptDays === undefined) return undefined
  if (keptDays === 0) return 'Its values can’t be restored.'
  return `You can restore it for ${inDays(keptDays)} in Recently deleted.`
}

/** Says why a deleted credential was not restored, and what to do. */
export function describeRefusedRestoration({ outcome, message }: Pick<Verification, 'outcome' | 'message'>) {
  return isInconclusive(outcome)
    ? `${message} Try again in Recently deleted.`
    : `${message} Create a new credential instead.`
}

/** Says whether the deletion of several credentials can be undone. Empty while that is unknown. */
export function describeDeletions(
  credentials: readonly Pick<CredentialSummary, 'grant'>[],
  keptDays: number | undefined,
): string {
  if (keptDays === undefined) return ''
  const connected = credentials.filter(({ grant }) => grant !== null).length
  if (keptDays === 0 || connected === credentials.length) return 'Their values can’t be restored.'
  const kept = `You can restore them for ${inDays(keptDays)} in Recently deleted`
  return connected === 0 ? `${kept}.` : `${kept}, except connected ones, whose access ends.`
}
