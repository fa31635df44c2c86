import type { Logger } from 'pino'
import type { Config } from './config.ts'
import type { Db } from './database/connect.ts'
import type { Egress } from './egress/egress.ts'
import type { Keyring } from './keyring/keyring.ts'

/** What the whole server shares. Whatever comes from outside the process is in here, so that tests can fake it. */
export interface Deps {
  config: Config
  db: Db
  keyring: Keyring
  egress: Egress
  clock: () => Date
  log: Logger
}

/** A signed-in person. */
export interface AccountContext extends Deps {
  accountId: string
  sessionHash: string
}

/** A signed-in person at work in one of his workspaces. Operations on credentials and flows take this. */
export interface MemberContext extends AccountContext {
  workspaceId: string
}
