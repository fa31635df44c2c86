import { Stack, Text, TextInput } from '@mantine/core'
import type { Component } from '@stepkey/shared/component'
import type { Credential } from '@stepkey/shared/credential'
import type { FieldError } from '@stepkey/shared/errors'
import type { Flow } from '@stepkey/shared/flow'
import { isInconclusive } from '@stepkey/shared/verification'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useRef, useState } from 'react'
import { useApi } from '../api.ts'
import { FieldList } from '../forms/FieldList.tsx'
import { SchemaFormProvider } from '../forms/formContext.ts'
import { changesOf } from '../forms/draft.ts'
import { MethodChoice } from './MethodChoice.tsx'
import { SaveBar } from './SaveBar.tsx'
import { StalePanel } from './StalePanel.tsx'
import { UsedByNotice } from './UsedByNotice.tsx'
import { useAttempt } from './useAttempt.ts'
import { useCredentialDraft } from './useCredentialDraft.ts'
import { useCredentialsChanged } from './useCredentialsChanged.ts'
import { useSuggestedName } from './useSuggestedName.ts'
import { AskingPanel, VerificationPanel } from './VerificationPanel.tsx'

export interface CredentialFormProps {
  component: Component
  /** The credential to edit; absent for a new one. */
  credential?: Credential
  /** The stored step that a new credential is linked to in the same transaction. */
  bindTo?: { flowId: string; stepId: string }
  suggestedName?: string
  initialValues?: Record<string, unknown>
  onSaved(result: { credential: Credential; flow?: Flow }): void
  onCancel(): void
  /** Inside another page: less room around. */
  compact?: boolean
}

/** Creates or edits a credential. Saving proves it first; whatever comes of that, what was typed stays. */
export function CredentialForm({ component, credential, bindTo, onSaved, onCancel, compact, ...start }: CredentialFormProps) {
  const { trpc, client } = useApi()
  const [base, setBase] = useState(credential)
  const formElement = useRef<HTMLFormElement>(null)
  const credentialsChanged = useCredentialsChanged()
  const suggestedName = useSuggestedName(component, start.suggestedName)
  const detail = useQuery(trpc.components.get.queryOptions({ componentId: component.id }))

  const { attempt, run, cancel, forget, dismiss } = useAttempt(showErrors)
  const draft = useCredentialDraft({
    component,
    base,
    suggestedName,
    initialValues: start.initialValues,
    suppliedBy: detail.data?.methods ?? {},
    onEdit: forget,
  })
  const { form, fields, methodId, changes } = draft

  function showErrors(errors: FieldError[]) {
    form.setErrors(Object.fromEntries(errors.map(({ path, message }) => [path, message])))
    requestAnimationFrame(() => formElement.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus())
  }

  function isValid(): boolean {
    const errors = draft.errors()
    showErrors(errors)
    return errors.length === 0
  }

  async function verify() {
    if (!isValid()) return
    await run(draft.asking(), async (signal) => {
      const input = base ? { credentialId: base.id, values: changes } : { componentId: component.id, methodId, values: changes }
      return { state: 'found', verification: await client.credentials.verify.mutate(input, { signal }), saving: false }
    })
  }

  async function save({ over = base, allowUnverified = false } = {}) {
    if (!isValid()) return
    const name = form.values.name.trim()
    // What is on the screen shall stand, whichever version it is laid over.
    const values = over ? changesOf(fields, form.values.values, over.values) : changes
    const renameOnly = over !== undefined && Object.keys(values).length === 0
    await run(renameOnly ? 'Saving…' : draft.asking(), async (signal) => {
      const result = over
        ? await client.credentials.update.mutate(
            { credentialId: over.id, version: over.version, name, ...(!renameOnly && { values }), allowUnverified },
            { signal },
          )
        : await client.credentials.create.mutate(
            { componentId: component.id, methodId, name, values, allowUnverified, bindTo },
            { signal },
          )
      if (result.outcome === 'stale') return { state: 'stale', theirs: result.credential }
      if (result.outcome === 'not_saved') return { state: 'found', verification: result.verification, saving: true }
      await credentialsChanged()
      onSaved(result)
      return { state: 'none' }
    })
  }

  function submit(event: FormEvent) {
    event.preventDefault()
    void save()
  }

  const methods = Object.entries(component.methods).map(([value, { title }]) => ({ value, label: title }))
  const wrong = Object.keys(form.errors).length
  const running = attempt.state === 'running'
  const inconclusive = attempt.state === 'found' && isInconclusive(attempt.verification.outcome)

  return (
    <form ref={formElement} onSubmit={submit} noValidate aria-label={`${component.title} credential`}>
      <Stack gap={compact ? 'md' : 'lg'}>
        {base && base.activeFlowCount > 0 && <UsedByNotice credentialId={base.id} />}
        <TextInput {...form.getInputProps('name')} label="Name" required autoComplete="off" data-1p-ignore />
        {!base && methods.length > 1 && (
          <MethodChoice methods={methods} value={methodId} onChange={draft.chooseMethod} />
        )}
        <SchemaFormProvider
          value={{
            form,
            stored: base?.stored.map((path) => `values.${path}`) ?? [],
            secretsAgain: draft.secretsAgain,
            supplied: Object.fromEntries(Object.entries(draft.supplied).map(([name, address]) => [`values.${name}`, address])),
          }}
        >
          <FieldList fields={fields} />
        </SchemaFormProvider>
        {running && <AskingPanel asking={attempt.asking} onCancel={cancel} />}
        {attempt.state === 'found' && (
          <VerificationPanel verification={attempt.verification} notSaved={attempt.saving} />
        )}
        {attempt.state === 'stale' && base && (
          <StalePanel
            base={base}
            theirs={attempt.theirs}
            fields={fields}
            onOverwrite={() => {
              setBase(attempt.theirs)
              void save({ over: attempt.theirs })
            }}
            onLoad={() => {
              setBase(attempt.theirs)
              draft.load(attempt.theirs)
              dismiss()
            }}
          />
        )}
        <Text role="alert" size="sm" c="error">
          {attempt.state === 'failed' && attempt.message}
          {wrong > 0 && (wrong === 1 ? 'One field needs your attention.' : `${wrong} fields need your attention.`)}
        </Text>
        <SaveBar
          running={running}
          inconclusive={inconclusive}
          offerUnverified={inconclusive && !base?.activeFlowCount}
          onVerify={verify}
          onSaveUnverified={() => save({ allowUnverified: true })}
          onCancel={onCancel}
        />
      </Stack>
    </form>
  )
}
