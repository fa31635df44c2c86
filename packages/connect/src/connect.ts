import type { ConnectTask, Credential, CredentialCreated, CredentialPage, Verification } from './api.gen.ts'
import {
  type AccountConnected,
  createAccountConnector,
  type NewConnection,
  type Reconnection,
} from './connect-account.ts'
import { ConnectError } from './connect-error.ts'
import { type ConnectEvents, createEmitter, pickedOf } from './events.ts'
import { type ConnectComponent, type Form, listComponents, loadForm } from './form.ts'
import type { CallOptions } from './procedure.ts'
import { type CredentialReconnected, reconnectCredential } from './reconnect-credential.ts'
import { type CredentialSelected, selectCredential } from './select-credential.ts'
import { createTokenCalls } from './token-calls.ts'

export type {
  BlockReason,
  ConnectTask,
  Credential,
  CredentialCreated,
  CredentialPage,
  CredentialSummary,
  Verification,
} from './api.gen.ts'
export type { AccountConnected, NewConnection, Reconnection } from './connect-account.ts'
export { ConnectError, type FieldError } from './connect-error.ts'
export type { ConsentRefusal, PendingConsent } from './consent.ts'
export type { ConnectEvents, Picked } from './events.ts'
export type { ConnectComponent, Form, FormMethod } from './form.ts'
export type { CallOptions } from './procedure.ts'
export type { CredentialReconnected } from './reconnect-credential.ts'
export type { CredentialSelected } from './select-credential.ts'

/** The options of {@link createConnect}. */
export interface ConnectOptions {
  /** The public origin of Stepkey: `https://stepkey.example.com`. Register the origin of your page there as an embed. */
  url: string
  /** A connect token of that embed, created by your server. It is kept in memory only. */
  token: string
  /** The language of the window at the provider, as a BCP 47 tag such as `de`; that of the browser by default. */
  locale?: string
  /**
   * Called when the token has expired. Call `setToken` with another one; the waiting calls then continue. If none arrives
   * within 15 seconds, or if this rejects, they fail with `unauthorized`, and the next call calls this again.
   */
  onExpired?(): void | Promise<void>
}

/** Values for a new credential. */
export interface NewValues {
  componentId: string
  methodId: string
  values: Record<string, unknown>
}

/** A new credential. */
export interface NewCredential extends NewValues {
  name: string
  /** Whether to save the credential although its verification was inconclusive. */
  allowUnverified?: boolean
}

/** New values of the credential of a `reconnect` session. */
export interface ChangedValues {
  /** Only the values that change. */
  values: Record<string, unknown>
  allowUnverified?: boolean
  /** Whether the credential may belong to another account than before. */
  allowOtherAccount?: boolean
}

/** Connects accounts for one connect session. All calls reject with {@link ConnectError}, or when the signal aborts. */
export interface Connect {
  /** Returns what the session allows. */
  task(options?: CallOptions): Promise<ConnectTask>
  /** Returns the components that the user can choose from. */
  components(options?: CallOptions): Promise<ConnectComponent[]>
  /** Returns the methods of a component, with the schemas of their values. */
  form(componentId: string, options?: CallOptions): Promise<Form>
  /** Returns existing credentials, for sessions with the action `choose`. */
  credentials(
    filter: { componentId: string; search?: string; cursor?: string },
    options?: CallOptions,
  ): Promise<CredentialPage>
  /** Chooses an existing credential, and binds the step of the session to it, if there is one. */
  select(credentialId: string): Promise<CredentialSelected>
  /** Returns the credential of a `reconnect` session, without its secrets. */
  credential(options?: CallOptions): Promise<Credential>
  /** Verifies values without saving them. Sessions with the action `reconnect` need only the values that change. */
  verify(input: NewValues | Pick<ChangedValues, 'values'>, options?: CallOptions): Promise<Verification>
  /** Verifies and saves a new credential. */
  create(input: NewCredential, options?: CallOptions): Promise<CredentialCreated>
  /** Verifies and saves new values of the credential of a `reconnect` session. Its id stays. */
  reconnect(input: ChangedValues, options?: CallOptions): Promise<CredentialReconnected>
  /**
   * Lets the user grant access at the provider, and saves the credential: for methods with `consent`. Call it directly in
   * a click handler, because it opens a window. With the same values, another call uses the access that was granted, for
   * example after an inconclusive verification, or with another name.
   * @throws ConnectError `in_progress` while another call waits for the user
   */
  connect(input: NewConnection | Reconnection): Promise<AccountConnected>
  /** Calls a listener for each event. @returns a function that stops that */
  on<Name extends keyof ConnectEvents>(name: Name, listener: (event: ConnectEvents[Name]) => void): () => void
  /** Replaces the token. Calls that wait for it are repeated. */
  setToken(token: string): void
}

/**
 * Connects accounts from your own page, without a user interface.
 * @throws TypeError if the URL is invalid
 */
export function createConnect({ url, token, locale, onExpired }: ConnectOptions): Connect {
  const { origin } = new URL(url)
  const { procedures, setToken } = createTokenCalls(origin, token, async () => onExpired?.())
  const { credentials } = procedures
  const { on, emit } = createEmitter()
  const forms = new Map<string, Form>()
  const task = (options?: CallOptions) => procedures.connectTokens.task.query(undefined, options)
  const connectAccount = createAccountConnector({
    origin,
    locale,
    procedures,
    loadedMethod: (componentId, methodId) =>
      forms.get(componentId)?.methods.find(({ id }) => id === methodId),
  })

  /** Returns the id of the credential that the session connects again. */
  async function connectedAgain(options?: CallOptions): Promise<string> {
    const { credentialId } = await task(options)
    if (credentialId === undefined)
      throw new ConnectError('forbidden', 'The session connects no credential again.')
    return credentialId
  }

  return {
    task,
    components: async (options) => await listComponents(procedures, await task(options), options),
    async form(componentId, options) {
      const form = await loadForm(procedures, await task(options), componentId, options)
      forms.set(componentId, form)
      return form
    },
    credentials: (filter, options) => credentials.list.query(filter, options),
    async select(credentialId) {
      const selected = await selectCredential(procedures, (await task()).step, credentialId)
      if (selected.outcome === 'selected') emit('selected', selected.picked)
      return selected
    },
    credential: async (options) =>
      await credentials.get.query({ credentialId: await connectedAgain(options) }, options),
    async verify(input, options) {
      if ('methodId' in input) return await credentials.verify.mutate(input, options)
      return await credentials.verify.mutate(
        { ...input, credentialId: await connectedAgain(options) },
        options,
      )
    },
    async create(input, options) {
      const created = await credentials.create.mutate(input, options)
      if (created.outcome === 'saved') emit('created', pickedOf(created))
      return created
    },
    async reconnect(input, options) {
      const credentialId = await connectedAgain(options)
      const updated = await reconnectCredential(procedures, { ...input, credentialId }, options)
      if (updated.outcome === 'saved') emit('reconnected', { credentialId })
      return updated
    },
    // Not an async function: the window opens before anything else.
    connect: (input) =>
      connectAccount(input).then((connected) => {
        if (connected.outcome !== 'saved') return connected
        if ('methodId' in input) emit('created', pickedOf(connected))
        else emit('reconnected', { credentialId: connected.credential.id })
        return connected
      }),
    on,
    setToken,
  }
}
