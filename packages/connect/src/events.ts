import type { Credential, Flow } from './api.gen.ts'

/** The credential that the user chose or created. */
export interface Picked {
  credentialId: string
  /** The new version of the flow, if the session names a step. */
  flowVersion?: number
}

/** The events of a page that connects accounts, by name. */
export interface ConnectEvents {
  /** The user chose an existing credential. */
  selected: Picked
  /** The user created a credential. */
  created: Picked
  /** The user connected a credential again. */
  reconnected: { credentialId: string }
}

/** Returns what the event of a new credential contains. */
export const pickedOf = ({
  credential,
  flow,
}: {
  credential: Pick<Credential, 'id'>
  flow?: Pick<Flow, 'version'> | undefined
}): Picked => ({
  credentialId: credential.id,
  ...(flow && { flowVersion: flow.version }),
})
