import type { WorkspaceContext } from '../../src/domains/context.ts'
import { getAccessTokenById } from '../../src/domains/credentials/access-token.ts'
import type { Timing } from '../../src/domains/tokens/refresh.ts'

/** What a racer, or a caller in the test's own process, is told. */
export interface Renew {
  do: 'renew'
  credentialId: string
  refused: number
  timing: Timing
}

export interface RaceAnswer {
  outcome: string
  accessToken?: string
  /** Milliseconds. */
  exposed?: number
}

/** Gets a token, and tells which one, and how long it existed in this process alone. */
export async function renew(
  ctx: WorkspaceContext,
  { credentialId, refused, timing }: Renew,
): Promise<RaceAnswer> {
  let exposed: number | undefined
  const onCommitted = (milliseconds: number) => {
    exposed = milliseconds
  }
  const { workspaceId } = ctx
  const result = await getAccessTokenById(
    ctx,
    { workspaceId, credentialId },
    { refused, timing, onCommitted },
  )
  if (result?.outcome !== 'fresh') {
    return { outcome: result?.finding.reason ?? result?.finding.outcome ?? 'gone' }
  }
  return { outcome: 'fresh', accessToken: String(result.kept.token.access_token), exposed }
}
