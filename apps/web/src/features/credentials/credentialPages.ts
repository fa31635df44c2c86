import type { CredentialStatus } from '@stepkey/shared/credential'
import type { Api } from '../../api/api.ts'

interface CredentialQuery {
  /** All components unless given. */
  componentId?: string
  search?: string
  status?: CredentialStatus
  limit?: number
}

/** Query options for credentials, page by page. */
export const credentialPages = (trpc: Api['trpc'], { componentId, search, status, limit }: CredentialQuery) =>
  trpc.credentials.list.infiniteQueryOptions(
    {
      ...(componentId && { componentId }),
      ...(search && { search }),
      ...(status && { status }),
      ...(limit && { limit }),
    },
    { getNextPageParam: (page) => page.nextCursor },
  )
