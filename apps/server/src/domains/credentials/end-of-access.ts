import type { CredentialSummary } from '@stepkey/shared/credential'

/** Returns when the access of a credential ends, if only a user can renew it and the end is known. ISO 8601. */
export const endOfAccess = ({ grant, receipt }: Pick<CredentialSummary, 'grant' | 'receipt'>) =>
  (grant ? grant.endsAt : receipt?.expiresAt) ?? undefined
