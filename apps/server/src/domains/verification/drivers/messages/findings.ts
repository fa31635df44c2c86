import type { Reason } from '@stepkey/shared/verification'
import type { ServerMessage } from '../server-messages.ts'

type RowFinding = ServerMessage['finding']

/** Returns the finding of a message with which a server refuses the login for a reason. */
export const rejected = (reason: Reason): RowFinding => ({ outcome: 'rejected', reason })
/** Returns the finding of a message that says nothing about the login. */
export const unexpected = (reason: Reason): RowFinding => ({ outcome: 'unexpected', reason })
/** The finding of a message that says that the server has no free connections. */
export const tooMany: RowFinding = { outcome: 'unreachable', reason: 'too_many_connections' }
/** The finding of a message that says that the client sent too many requests. */
export const rateLimited: RowFinding = { outcome: 'rate_limited' }
