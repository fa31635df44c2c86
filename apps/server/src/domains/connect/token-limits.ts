import type { SessionAction } from '@stepkey/shared/connect-session'
import type { Tags } from '@stepkey/shared/owner'

/** The limits of a connect token, which are those of its session: it gives access to nothing else. */
export interface TokenLimits {
  /** The id of the session. */
  sessionId: string
  /** The owner of the credentials, empty for the workspace itself; absent for all owners. */
  owner?: string
  /** At least one. */
  componentIds: readonly string[]
  /** Absent for all methods of the components. */
  methodIds?: readonly string[]
  actions: ReadonlySet<SessionAction>
  /** The credential that is connected again, for `reconnect`. */
  credentialId?: string
  /** The tags of new credentials. */
  tags?: Tags
  /** The OAuth scopes that forms start with. */
  scopes?: readonly string[]
  /** The step to which the credential is bound. */
  bindTo?: { flowId: string; stepId: string }
  /** The credential request that the token fulfils; its credential gets this name. */
  request?: { id: string; name: string }
  /** Whether the provider can be opened in the same tab: there is a page to return to. */
  returns: boolean
  expiresAt: string
}
