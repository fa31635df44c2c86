import type { CredentialCreated, Procedures } from './api.gen.ts'
import { ConnectError } from './connect-error.ts'
import { type ConsentRefusal, createConsents, type GivenConsent, type PendingConsent } from './consent.ts'
import type { FormMethod } from './form.ts'
import { type CredentialReconnected, reconnectCredential } from './reconnect-credential.ts'

interface ConnectOptions {
  /** The values by field name. */
  values?: Record<string, unknown> | undefined
  /** Aborts the wait for the user, and closes the window. */
  signal?: AbortSignal | undefined
  /** Called when the user has to do something at the provider, and with each change. */
  onPending?(pending: PendingConsent): void
}

/** A new credential that the user connects at the provider. */
export interface NewConnection extends ConnectOptions {
  componentId: string
  methodId: string
  name: string
  /** Whether to save the credential although its verification was inconclusive. */
  allowUnverified?: boolean | undefined
}

/** The credential of a `reconnect` session, which the user connects again at the provider. */
export interface Reconnection extends ConnectOptions {
  allowUnverified?: boolean | undefined
  /** Whether the credential may belong to another account than before. */
  allowOtherAccount?: boolean | undefined
}

/** The result of connecting an account at the provider. */
export type AccountConnected = CredentialCreated | CredentialReconnected | ConsentRefusal

/** The ports of {@link createAccountConnector}. */
interface ConnectorPorts {
  /** The public origin of Stepkey. */
  origin: string
  /** The language of the window, as a BCP 47 tag. */
  locale: string | undefined
  procedures: Procedures
  /** Returns the method of a form that was loaded; undefined if it was not. */
  loadedMethod(componentId: string, methodId: string): FormMethod | undefined
}

/** Returns the function that connects accounts at providers, one at a time. */
export function createAccountConnector({ origin, locale, procedures, loadedMethod }: ConnectorPorts) {
  const consents = createConsents({ consents: procedures.consents, codeOf, locale: () => locale })
  let isRunning = false
  /** Whether the remembered consent is of another account than the credential. */
  let isOtherAccount = false

  /** Opens the window before it waits for anything, because browsers block windows that open later. */
  function connect(input: NewConnection | Reconnection): Promise<AccountConnected> {
    if (isRunning) {
      const message = 'A connection is in progress. Abort it first.'
      return Promise.reject(new ConnectError('in_progress', message))
    }
    const key = keyOf(input)
    if (isOtherAccount && !('allowOtherAccount' in input && input.allowOtherAccount)) consents.drop()
    const given = consents.grantedFor(key)
    if (!given && opensWindow(input)) consents.open(origin)
    isRunning = true
    return connectWith(key, input, given).finally(() => {
      consents.close()
      isRunning = false
    })
  }

  /** A page that has not loaded the form opens the window in any case. It closes if the method uses a code. */
  const opensWindow = (input: NewConnection | Reconnection) =>
    !('methodId' in input) || loadedMethod(input.componentId, input.methodId)?.consent !== 'code'

  async function connectWith(
    key: string,
    input: NewConnection | Reconnection,
    given: GivenConsent | undefined,
  ) {
    const { signal = new AbortController().signal } = input
    const { credentialId, returns } = await procedures.connectTokens.task.query(undefined, { signal })
    const isNew = 'methodId' in input
    const { values } = input
    const target = isNew ? { componentId: input.componentId, methodId: input.methodId } : { credentialId }
    const consent =
      given ??
      (await consents.obtain(
        key,
        { ...target, ...(values && { values }) },
        {
          signal,
          // A stored credential keeps its name, but the address for this tab needs one.
          name: isNew ? input.name : (credentialId ?? ''),
          canReturn: returns,
          onPending: (pending) => input.onPending?.(pending),
        },
      ))
    if ('outcome' in consent) return consent
    const saved = await save(input, credentialId, consent, signal).catch((error: unknown) => {
      const isUsed = error instanceof ConnectError && error.fields.some(({ path }) => path === 'consentId')
      if (isUsed) consents.drop()
      throw error
    })
    isOtherAccount = saved.outcome === 'other_account'
    const isRejected = saved.outcome === 'not_saved' && saved.verification.outcome === 'rejected'
    if (saved.outcome === 'saved' || isRejected) consents.drop()
    return saved
  }

  async function save(
    input: NewConnection | Reconnection,
    credentialId: string | undefined,
    consent: GivenConsent,
    signal: AbortSignal,
  ): Promise<CredentialCreated | CredentialReconnected> {
    const { signal: _, onPending: __, ...members } = input
    if ('methodId' in members)
      return await procedures.credentials.create.mutate({ ...members, ...consent }, { signal })
    if (credentialId === undefined)
      throw new ConnectError('forbidden', 'The session connects no credential again.')
    return await reconnectCredential(procedures, { credentialId, ...members, ...consent }, { signal })
  }

  return connect
}

const codeOf = (error: unknown) =>
  error instanceof ConnectError && error.code !== 'unreachable' ? error.code : undefined

/** Identifies the values that a consent is for. */
const keyOf = (input: NewConnection | Reconnection) =>
  JSON.stringify('methodId' in input ? [input.componentId, input.methodId, input.values] : [input.values])
