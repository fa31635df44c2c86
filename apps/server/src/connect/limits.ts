import type { ConnectAction } from '@stepkey/shared/connect'

/** All that a connect token is for. Whoever holds it reaches nothing else. */
export interface Limits {
  componentId: string
  actions: ReadonlySet<ConnectAction>
  /** The step that gets the credential. */
  bindTo?: { flowId: string; stepId: string }
  expiresAt: string
}
