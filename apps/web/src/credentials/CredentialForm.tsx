import { Stack, Text, TextInput } from '@mantine/core'
import type { Component } from '@stepkey/shared/component'
import type { Credential } from '@stepkey/shared/credential'
import type { Flow } from '@stepkey/shared/flow'
import { isInconclusive } from '@stepkey/shared/verification'
import { useQuery } from '@tanstack/react-query'
import { type ClipboardEvent, type FormEvent, useState } from 'react'
import { useApi } from '../api.ts'
import { changesOf } from '../forms/draft.ts'
import { FieldList } from '../forms/FieldList.tsx'
import { SchemaFormProvider } from '../forms/formContext.ts'
import { ErrorText } from '../ui/ErrorText.tsx'
import { useUnsaved } from '../ui/unsaved.ts'
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
  /** Called when nothing is lost by it, or when that was asked. A page that is left must not ask again. */
  onCancel(): void
  /** Inside another page: less room around. */
  compact?: boolean
}

/** Creates or edits a credential. Saving proves it first; whatever comes of that, what was typed stays. */
export function CredentialForm({
  component,
  credential,
  bindTo,
  onSaved,
  onCancel,
  compact,
  ...start
}: CredentialFormProps) {
  const { trpc, client } = useApi()
  const [base, setBase] = useState(credential)
  const credentialsChanged = useCredentialsChanged()
  const detail = useQuery(trpc.components.get.queryOptions({ componentId: component.id }))

  const { attempt, run, cancel, forget, dismiss } = useAttempt()
  const busy = attempt.state === 'running' || attempt.state === 'saved'
  const suggestedName = useSuggestedName(component, {
    given: credential?.name ?? start.suggestedName,
    settled: busy,
  })
  const draft = useCredentialDraft({
    component,
    base,
    suggestedName,
    initialValues: start.initialValues,
    suppliedBy: detail.data?.methods ?? {},
    onEdit: forget,
  })
  const { form, fields, methodId, changes } = draft
  const [filled, setFilled] = useState<string[]>()
  const isChanged = Object.keys(changes).length > 0
  const what = base ? `The changes to “${base.name}” are` : `The new ${component.title} credential is`
  const mayLeave = useUnsaved(
    draft.isTyped && attempt.state !== 'saved' ? `${what} not saved yet.` : undefined,
  )

  async function verify() {
    if (!draft.isValid()) return
    const refused = await run(draft.asking(), async (signal) => {
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

  async function save({ over = base, allowUnverified = false } = {}) {
    if (!draft.isValid()) return
    const name = form.values.name.trim()
    // What is on the screen shall stand, whichever version it is laid over.
    const values = over ? changesOf(fields, form.values.values, over.values) : changes
    const renameOnly = over !== undefined && Object.keys(values).length === 0
    const refused = await run(renameOnly ? 'Saving…' : draft.asking(), async (signal) => {
      const result = over
        ? await client.credentials.update.mutate(
            {
              credentialId: over.id,
              version: over.version,
              name,
              ...(!renameOnly && { values }),
              allowUnverified,
            },
            { signal },
          )
        : await client.credentials.create.mutate(
            { componentId: component.id, methodId, name, values, allowUnverified, bindTo },
            { signal },
          )
      if (result.outcome === 'stale') return { state: 'stale', theirs: result.credential }
      if (result.outcome === 'not_saved')
        return { state: 'found', verification: result.verification, saving: true }
      await credentialsChanged()
      onSaved(result)
      return { state: 'saved' }
    })
    draft.showErrors(refused)
  }

  function stop() {
    cancel()
    draft.formElement.current?.querySelector<HTMLElement>('[type="submit"]')?.focus()
  }

  function submit(event: FormEvent) {
    event.preventDefault()
    void save()
  }

  async function leave() {
    if (await mayLeave()) onCancel()
  }

  /** A connection string or a key file may be pasted anywhere: it is for several fields. */
  function paste(event: ClipboardEvent) {
    const labels = draft.fill(event.clipboardData.getData('text'))
    setFilled(labels)
    if (labels) event.preventDefault()
    if (labels) event.stopPropagation()
  }

  const methods = Object.entries(component.methods).map(([value, { title }]) => ({ value, label: title }))
  const wrong = Object.keys(form.errors).length
  const inconclusive = attempt.state === 'found' && isInconclusive(attempt.verification.outcome)

  return (
    <form
      ref={draft.formElement}
      onSubmit={submit}
      onPasteCapture={paste}
      noValidate
      aria-label={`${component.title} credential`}
    >
      <Stack gap={compact ? 'md' : 'lg'}>
        {base && base.activeFlowCount > 0 && <UsedByNotice credentialId={base.id} />}
        <TextInput {...form.getInputProps('name')} label="Name" required autoComplete="off" data-1p-ignore />
        {!base && methods.length > 1 && (
          <MethodChoice methods={methods} value={methodId} onChange={draft.chooseMethod} />
        )}
        <Text size="sm" c="dimmed" role="status" display={filled ? undefined : 'none'}>
          {filled && `From what you pasted: ${filled.join(', ')}. Check them.`}
        </Text>
        <SchemaFormProvider value={draft.schemaForm}>
          <FieldList fields={fields} />
        </SchemaFormProvider>
        {attempt.state === 'running' && <AskingPanel asking={attempt.asking} onCancel={stop} />}
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
        {attempt.state === 'failed' && <ErrorText>{attempt.message}</ErrorText>}
        {draft.strayErrors.map((message) => (
          <ErrorText key={message}>{message}</ErrorText>
        ))}
        {wrong > 1 && <ErrorText>{wrong} fields need your attention.</ErrorText>}
        {attempt.state !== 'stale' && (
          <SaveBar
            running={busy}
            retrying={inconclusive && attempt.saving}
            offerUnverified={inconclusive && !base?.activeFlowCount}
            onVerify={verify}
            onSaveUnverified={() => save({ allowUnverified: true })}
            onCancel={leave}
          />
        )}
      </Stack>
    </form>
  )
}
