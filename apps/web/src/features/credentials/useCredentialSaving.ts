import type { GivenConsent } from '@stepkey/connect/consent'
import type { Component } from '@stepkey/shared/component'
import type { Credential } from '@stepkey/shared/credential'
import type { Flow } from '@stepkey/shared/flow'
import { isInconclusive, isProof } from '@stepkey/shared/verification'
import { useTranslations } from 'use-intl'
import { changesOf } from '../../forms/formDraft.ts'
import { useApi } from '../../workspace/useApi.ts'
import { useWorkspaceScope } from '../../workspace/workspaceScope.ts'
import { useConsent } from '../consents/useConsent.ts'
import { type ConsentSetup, canConnect } from '../consents/useConsentSetup.ts'
import { ownershipInput } from '../owners/ownership.ts'
import { brokenStepsOf } from './BrokenSteps.tsx'
import type { Attempt, Attempts } from './useAttempt.ts'
import type { CredentialDraft } from './useCredentialDraft.ts'
import { useCredentialsChanged } from './useCredentialsChanged.ts'

interface SavingOptions {
  component: Component
  /** The version that the edit started from; absent for a new credential. */
  base: Credential | undefined
  /** Whether the values are added beside the current ones. */
  isRotation: boolean
  bindTo: { flowId: string; stepId: string } | undefined
  draft: CredentialDraft
  attempts: Attempts
  /** Only for methods with consent in the browser. */
  setup: ConsentSetup | undefined
  onSaved(result: { credential: Credential; flow?: Flow }): void
}

interface SaveOptions {
  /** The stored version to update. */
  target?: Credential
  allowUnverified?: boolean
  given?: GivenConsent | undefined
  allowOtherAccount?: boolean
  /** Whether steps of flows may break. */
  allowBreaking?: boolean
}

/** Verifies, connects and saves the draft of a credential. */
export function useCredentialSaving(options: SavingOptions) {
  const { component, base, isRotation, bindTo, draft, attempts, setup, onSaved } = options
  const t = useTranslations('progress')
  const { client } = useApi()
  const { canReturn } = useWorkspaceScope()
  const credentialsChanged = useCredentialsChanged()
  const consent = useConsent()
  const { form, fields, methodId, changes } = draft
  const { values } = form.values
  const isChanged = Object.keys(changes).length > 0
  /** Identifies the values that a consent is for. */
  const consentKey = JSON.stringify([methodId, setup?.app?.id, values])
  const stored = setup && consent.grantedFor(consentKey)

  async function verify() {
    if (!draft.isValid()) return
    const fieldErrors = await attempts.run(draft.progress(), async (signal) => {
      const verification = await client.credentials.verify.mutate(
        !base
          ? { componentId: component.id, methodId, values: changes }
          : { credentialId: base.id, ...(isChanged && { values: changes }) },
        { signal },
      )
      // Only the verification of the stored values is recorded.
      if (!isChanged) await credentialsChanged()
      return { state: 'found', verification, saving: false }
    })
    draft.showErrors(fieldErrors)
  }

  async function save({ target = base, given = stored, ...options }: SaveOptions = {}) {
    if (!draft.isValid()) return
    const isRename = target && !given && Object.keys(changesAgainst(target)).length === 0
    const progress = isRename ? t('saving') : draft.progress()
    handleFieldErrors(await attempts.run(progress, (signal) => store(signal, { target, given, ...options })))
  }

  /** Returns what the form changes in the given stored version. */
  const changesAgainst = (target: Credential) => changesOf(fields, values, target.values)

  async function store(
    signal: AbortSignal,
    { target, given, allowBreaking, ...options }: SaveOptions,
  ): Promise<Attempt> {
    const name = form.values.name.trim()
    if (target && isRotation) return await addValue(signal, target, options)
    // Another account was confirmed after the steps that break, so these were shown already.
    const problem =
      target && !allowBreaking && !options.allowOtherAccount
        ? await findProblem(signal, { target, consentId: given?.consentId })
        : undefined
    if (problem) return problem
    const result = target
      ? await client.credentials.update.mutate(
          {
            credentialId: target.id,
            version: target.version,
            // Pages of connect links may not send the name.
            ...(name !== target.name && { name }),
            ...given,
            ...options,
            ...valuesIfAny(changesAgainst(target)),
          },
          { signal },
        )
      : await client.credentials.create.mutate(
          {
            componentId: component.id,
            methodId,
            name,
            ...ownershipInput(form.values),
            values: changes,
            allowUnverified: options.allowUnverified,
            ...given,
            bindTo,
          },
          { signal },
        )
    if (result.outcome === 'stale') return { state: 'stale', latest: result.credential }
    if (result.outcome === 'other_account') return { ...result, state: 'other_account' }
    if (result.outcome === 'not_saved') {
      // The consent can be used again only after an inconclusive verification.
      if (!isInconclusive(result.verification.outcome)) consent.drop()
      return { state: 'found', verification: result.verification, saving: true }
    }
    await credentialsChanged()
    onSaved(result)
    return { state: 'saved' }
  }

  /** Verifies new values of a credential in use, and returns the steps that they would break. */
  async function findProblem(
    signal: AbortSignal,
    { target, consentId }: { target: Credential; consentId: string | undefined },
  ): Promise<Attempt | undefined> {
    const changed = changesAgainst(target)
    const isChange = consentId !== undefined || Object.keys(changed).length > 0
    if (target.activeFlowCount === 0 || !isChange) return undefined
    const impact = await client.credentials.impact.mutate(
      {
        credentialId: target.id,
        consentId,
        ...(consentId === undefined ? { values: changed } : valuesIfAny(changed)),
      },
      { signal },
    )
    const { verification } = impact
    if (verification && !isProof(verification.outcome)) {
      if (!isInconclusive(verification.outcome)) consent.drop()
      return { state: 'found', verification, saving: true }
    }
    // About another account of a consent, the update asks.
    const steps = brokenStepsOf(impact).filter(
      ({ breaks }) => consentId === undefined || breaks !== 'other_account',
    )
    return steps.length > 0 ? { state: 'breaks', steps } : undefined
  }

  /** Adds the values of the form beside the current ones of a stored credential. */
  async function addValue(
    signal: AbortSignal,
    target: Credential,
    { allowOtherAccount }: Pick<SaveOptions, 'allowOtherAccount'>,
  ): Promise<Attempt> {
    const { id: credentialId, version } = target
    const result = await client.credentials.addValue.mutate(
      { credentialId, version, values: changesAgainst(target), allowOtherAccount },
      { signal },
    )
    if (result.outcome === 'stale') return { state: 'stale', latest: result.credential }
    if (result.outcome === 'other_account') return { ...result, state: 'other_account' }
    if (result.outcome === 'not_saved')
      return { state: 'found', verification: result.verification, saving: true }
    await credentialsChanged()
    onSaved({ credential: target })
    return { state: 'saved' }
  }

  /** Obtains consent at the provider, then saves. Call it directly in a click handler: it opens a window. */
  async function connect() {
    if (!setup || !canConnect(setup) || !draft.isValid()) return
    if (setup.inBrowser) consent.open(setup.origin)
    const oauthAppId = setup.app?.id
    const input = base
      ? { credentialId: base.id, oauthAppId, ...valuesIfAny(changes) }
      : { componentId: component.id, methodId, oauthAppId, values: changes }
    handleFieldErrors(
      await attempts.run(t('preparing'), async (signal, show) => {
        const result = await consent.obtain(consentKey, input, {
          signal,
          name: form.values.name.trim(),
          canReturn,
          onPending: (pending) => show({ state: 'waiting', pending }),
        })
        if ('outcome' in result) return { state: 'refused', refusal: result }
        show({ state: 'running', progress: draft.progress() })
        return await store(signal, { target: base, given: result })
      }),
    )
  }

  function handleFieldErrors(fieldErrors: Parameters<typeof draft.showErrors>[0]) {
    if (fieldErrors.some(({ path }) => path === 'consentId')) consent.drop()
    draft.showErrors(fieldErrors)
  }

  /** Discards a consent that the wrong account gave. */
  function forgetConsent() {
    consent.drop()
    attempts.dismiss()
  }

  return { isChanged, hasConsent: stored !== undefined, verify, save, connect, forgetConsent }
}

const valuesIfAny = (values: Record<string, unknown>) => (Object.keys(values).length > 0 ? { values } : {})
