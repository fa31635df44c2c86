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

type Listener<Name extends keyof ConnectEvents> = (event: ConnectEvents[Name]) => void

/** Returns the functions that listen to events and emit them. */
export function createEmitter() {
  const listeners: { [Name in keyof ConnectEvents]: Set<Listener<Name>> } = {
    selected: new Set(),
    created: new Set(),
    reconnected: new Set(),
  }
  return {
    on<Name extends keyof ConnectEvents>(name: Name, listener: Listener<Name>): () => void {
      listeners[name].add(listener)
      return () => void listeners[name].delete(listener)
    },
    emit<Name extends keyof ConnectEvents>(name: Name, event: ConnectEvents[Name]): void {
      for (const listener of listeners[name]) {
        try {
          listener(event)
        } catch (error) {
          // The credential is saved: a mistake of a listener must not look like a failed call.
          reportError(error)
        }
      }
    },
  }
}
