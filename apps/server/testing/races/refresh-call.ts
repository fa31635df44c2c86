import type { WorkspaceContext } from '../../src/domains/context.ts'
import { getAccessTokenById } from '../../src/domains/credentials/access-token.ts'
import type { Timing } from '../../src/domains/tokens/refresh.ts'

/** An order to a racer, or to a caller in the test's own process, to refresh a token. */
export interface RefreshCall {
  do: 'refresh'
  credentialId: string
  refused: number
  timing: Timing
}

/** The outcome of an operation in a race test. */
export interface RaceAnswer {
  outcome: string
  accessToken?: string
  /** How long a new token existed only in the memory of a process, in milliseconds. */
  exposed?: number
}

/**
 * Gets an access token. Returns it, and how long it existed only in the memory of this process before it was stored.
 */
export async function refresh(
  ctx: WorkspaceContext,
  { credentialId, refused, timing }: RefreshCall,
): Promise<RaceAnswer> {
  let exposed: number | undefined
  const onCommitted = (milliseconds: number) => {
    exposed = milliseconds
  }
  const { workspaceId } = ctx
  const result = await getAccessTokenById(
    ctx,
    { workspaceId, credentialId },
    { rejectedVersion: refused, timing, onCommitted },
  )
  if (result?.outcome !== 'fresh') {
    return { outcome: result?.finding.reason ?? result?.finding.outcome ?? 'gone' }
  }
  return { outcome: 'fresh', accessToken: String(result.stored.token.access_token), exposed }
}
