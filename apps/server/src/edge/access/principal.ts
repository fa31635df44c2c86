import type { Permission } from '@stepkey/shared/access'
import type { RunLimits } from '../../domains/api-keys/run-tokens.ts'
import type { TokenLimits } from '../../domains/connect/token-limits.ts'
import type { Actor } from '../../domains/context.ts'
import type { CredentialReach } from '../../platform/database/credential-reach.ts'

/** An authenticated caller in one workspace, with its permissions. */
export interface Principal {
  workspaceId: string
  actor: Actor
  permissions: ReadonlySet<Permission>
  /** ISO 8601. When the user last entered their password or signed in by SSO in this session; absent for API keys. */
  confirmedAt?: string
  /** The hash of the session's token; absent for API keys and connect tokens. */
  sessionHash?: string
  /** The limits of a connect token; absent for all other callers. */
  limits?: TokenLimits
  /** The credentials that exist for the caller; absent for all of the workspace. */
  reach?: CredentialReach
  /** The limits of a run token; absent for all other callers. */
  run?: RunLimits
  /** Ids that are added to every audit entry of this caller, for example the connect token's. */
  via?: Record<string, string>
}
