import type { ConnectAction } from '@stepkey/shared/connect'

/** All that a connect token is for. Whoever holds it reaches nothing else. */
export interface TokenLimits {
  componentId: string
  actions: ReadonlySet<ConnectAction>
  /** The step that gets the credential. */
  bindTo?: { flowId: string; stepId: string }
  /** Somebody was asked for it: it gets this name, and the request is used up by it. */
  request?: { id: string; name: string }
  expiresAt: string
}
