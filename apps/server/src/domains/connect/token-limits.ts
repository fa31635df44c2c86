import type { ConnectAction } from '@stepkey/shared/connect'

/** The limits of a connect token: it gives access to nothing else. */
export interface TokenLimits {
  componentId: string
  actions: ReadonlySet<ConnectAction>
  /** The step to which the credential is bound. */
  bindTo?: { flowId: string; stepId: string }
  /** The credential request that the token fulfils; its credential gets this name. */
  request?: { id: string; name: string }
  expiresAt: string
}
