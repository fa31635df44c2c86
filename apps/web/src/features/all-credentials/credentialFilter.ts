import { CredentialStatus } from '@stepkey/shared/credential'

/** The filters of the table of all credentials, as URL search parameters. */
export interface CredentialFilter {
  search?: string
  status?: CredentialStatus
  component?: string
}

/** Parses URL search parameters; drops invalid ones. */
export function credentialFilter({ search, status, component }: Record<string, unknown>): CredentialFilter {
  const known = CredentialStatus.safeParse(status)
  return {
    ...(typeof search === 'string' && search !== '' && { search }),
    ...(known.success && { status: known.data }),
    ...(typeof component === 'string' && component !== '' && { component }),
  }
}

/** The statuses as options of the filter, the ones that need attention first. */
export const statusFilters: readonly { value: CredentialStatus; label: string }[] = [
  { value: 'failing', label: 'Failing' },
  { value: 'reconnect', label: 'Must be connected again' },
  { value: 'unverified', label: 'Saved without verifying' },
  { value: 'limited', label: 'Limited' },
  { value: 'verified', label: 'Verified' },
  { value: 'untestable', label: 'Not tested' },
]
