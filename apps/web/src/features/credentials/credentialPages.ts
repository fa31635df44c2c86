import type { ListCredentials } from '@stepkey/shared/credential'
import type { z } from 'zod'
import type { Api } from '../../api/api.ts'

/** Filters and order. Empty ones are left out, except an empty owner: the workspace itself. */
type CredentialQuery = Omit<NonNullable<z.input<typeof ListCredentials>>, 'cursor'>

/** Query options for credentials, page by page. */
export const credentialPages = (trpc: Api['trpc'], query: CredentialQuery) =>
  trpc.credentials.list.infiniteQueryOptions(
    Object.fromEntries(
      Object.entries(query).filter(
        ([name, value]) => value !== undefined && (value !== '' || name === 'owner'),
      ),
    ) as CredentialQuery,
    { getNextPageParam: (page) => page.nextCursor },
  )
