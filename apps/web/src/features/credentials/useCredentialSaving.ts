import type { Component } from '@stepkey/shared/component'
import type { Credential } from '@stepkey/shared/credential'
import type { Flow } from '@stepkey/shared/flow'
import { isInconclusive } from '@stepkey/shared/verification'
import { changesOf } from '../../forms/formDraft.ts'
import { useApi } from '../../workspace/useApi.ts'
import type { Attempt, Attempts } from './useAttempt.ts'
import { useConsent } from './useConsent.ts'
import { type ConsentSetup, isSetUp } from './useConsentSetup.ts'
import type { CredentialDraft } from './useCredentialDraft.ts'
import { useCredentialsChanged } from './useCredentialsChanged.ts'

interface SavingOptions {
  component: Component
  /** What the edit starts from; absent for a new credential. */
  base: Credential | undefined
  bindTo: { flowId: string; stepId: string } | undefined
  draft: CredentialDraft
  attempts: Attempts
  /** For methods that a person agrees to in the browser. */
  setup: ConsentSetup | undefined
  onSaved(result: { credential: Credential; flow?: Flow }): void
}

interface Saving {
  /** The version that it is laid over. */
  over?: Credential
  allowUnverified?: boolean
  consentId?: string
  allowOtherAccount?: boolean
}

/** Verifies, connects and saves what a draft of a credential amounts to. */
export function useCredentialSaving(options: SavingOptions) {
  const { component, base, bindTo, draft, attempts, setup, onSaved } = options
  const { client } = useApi()
  const credentialsChanged = useCredentialsChanged()
  const consent = useConsent()
  const { form, fields, methodId, changes } = draft
  const { values } = form.values
  const isChanged = Object.keys(changes).length > 0
  /** All that a consent is for. */
  const what = JSON.stringify([methodId, setup?.app?.id, values])
  const consentAtHand = setup && consent.grantedFor(what)

  async function verify() {
    if (!draft.isValid()) return
    const refused = await attempts.run(draft.asking(), async (signal) => {
      const verification = await client.credentials.verify.mutate(
        !base
          ? { componentId: component.id, methodId, values: changes }
          : { credentialId: base.id, ...(isChanged && { values: changes }) },
        { signal },
      )
      // Only the verification of what is stored leaves a trace.
      if (!isChanged) await credentialsChanged()
      return { state: 'found', verification, saving: false }
    })
    draft.showErrors(refused)
  }

  async function save({ over = base, consentId = consentAtHand, ...how }: Saving = {}) {
    if (!draft.isValid()) return
    const isRename = over && consentId === undefined && Object.keys(changesOver(over)).length === 0
    const asking = isRename ? 'Saving…' : draft.asking()
    tell(await attempts.run(asking, (signal) => store(signal, { over, consentId, ...how })))
  }

  /** What is on the screen shall stand, whichever version it is laid over. */
  const changesOver = (over: Credential) => changesOf(fields, values, over.values)

  async function store(signal: AbortSignal, { over, consentId, ...how }: Saving): Promise<Attempt> {
    const name = form.values.name.trim()
    const result = over
      ? await client.credentials.update.mutate(
          {
            credentialId: over.id,
            version: over.version,
            name,
            consentId,
            ...how,
            ...only(changesOver(over)),
          },
          { signal },
        )
      : await client.credentials.create.mutate(
          {
            componentId: component.id,
            methodId,
            name,
            values: changes,
            allowUnverified: how.allowUnverified,
            consentId,
            bindTo,
          },
          { signal },
        )
    if (result.outcome === 'stale') return { state: 'stale', theirs: result.credential }
    if (result.outcome === 'other_account') return { ...result, state: 'other_account' }
    if (result.outcome === 'not_saved') {
      // What was granted is of use again only where nothing was learnt about it.
      if (!isInconclusive(result.verification.outcome)) consent.drop()
      return { state: 'found', verification: result.verification, saving: true }
    }
    await credentialsChanged()
    onSaved(result)
    return { state: 'saved' }
  }

  /** Has a person agree at the vendor, then saves. Only as a direct answer to a click: it opens a window. */
  async function connect() {
    if (!setup || !isSetUp(setup) || !draft.isValid()) return
    if (setup.inBrowser) consent.open()
    const oauthAppId = setup.app?.id
    const input = base
      ? { credentialId: base.id, oauthAppId, ...only(changes) }
      : { componentId: component.id, methodId, oauthAppId, values: changes }
    tell(
      await attempts.run('Preparing…', async (signal, show) => {
        const answer = await consent.obtain(what, input, {
          signal,
          onWait: (awaited) => show({ state: 'away', awaited }),
          onBack: (host) => show({ state: 'running', asking: `Asking ${host} for access…` }),
        })
        if (typeof answer !== 'string') return { state: 'refused', refusal: answer }
        show({ state: 'running', asking: draft.asking() })
        return await store(signal, { over: base, consentId: answer })
      }),
    )
  }

  function tell(refused: Parameters<typeof draft.showErrors>[0]) {
    if (refused.some(({ path }) => path === 'consentId')) consent.drop()
    draft.showErrors(refused)
  }

  /** Lets go of what was granted, because it was the wrong person who agreed. */
  function forgetConsent() {
    consent.drop()
    attempts.dismiss()
  }

  return { isChanged, hasConsent: consentAtHand !== undefined, verify, save, connect, forgetConsent }
}

const only = (values: Record<string, unknown>) => (Object.keys(values).length > 0 ? { values } : {})
