import type { Permission } from '@stepkey/shared/access'
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

/** Who does something: a person, or a program with an API key. */
export type Actor = { kind: 'person'; id: string } | { kind: 'api_key'; id: string }

/** Somebody at work in a workspace. Operations on what belongs to a workspace take this. */
export interface MemberContext extends Deps {
  workspaceId: string
  actor: Actor
  permissions: ReadonlySet<Permission>
}
