import { Box, Stack, Text, TextInput } from '@mantine/core'
import type { Component } from '@stepkey/shared/component'
import type { Credential } from '@stepkey/shared/credential'
import type { Flow } from '@stepkey/shared/flow'
import { isInconclusive } from '@stepkey/shared/verification'
import { useQuery } from '@tanstack/react-query'
import { type ClipboardEvent, type FormEvent, type ReactNode, useState } from 'react'
import { FieldList } from '../../forms/FieldList.tsx'
import { SchemaFormProvider } from '../../forms/formContext.ts'
import { valuesOf } from '../../forms/formDraft.ts'
import { ErrorText } from '../../ui/feedback/ErrorText.tsx'
import { LiveRegion } from '../../ui/feedback/LiveRegion.tsx'
import { CopyField } from '../../ui/inputs/CopyField.tsx'
import { useUnsaved } from '../../ui/unsaved/unsavedChanges.ts'
import { useApi } from '../../workspace/useApi.ts'
import { AttemptPanel } from './AttemptPanel.tsx'
import { ConsentSetup } from './ConsentSetup.tsx'
import { GrantedScopes } from './GrantedScopes.tsx'
import { MethodChoice } from './MethodChoice.tsx'
import { SaveBar } from './SaveBar.tsx'
import { useAttempt } from './useAttempt.ts'
import { isSetUp, useConsentSetup } from './useConsentSetup.ts'
import { useCredentialDraft } from './useCredentialDraft.ts'
import { useCredentialSaving } from './useCredentialSaving.ts'
import { useLockedFields } from './useLockedFields.ts'
import { useSuggestedName } from './useSuggestedName.ts'

export interface CredentialFormProps {
  component: Component
  /** The credential to edit; absent for a new one. */
  credential?: Credential
  /** Says which active flows use it: they take what is saved at once. */
  usedBy?: ReactNode
  /** The stored step that a new credential is linked to in the same transaction. */
  bindTo?: { flowId: string; stepId: string }
  suggestedName?: string
  /** What a new credential will be called, whoever fills in the rest. */
  fixedName?: string
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
  usedBy,
  bindTo,
  fixedName,
  onSaved,
  onCancel,
  compact,
  ...start
}: CredentialFormProps) {
  const { trpc } = useApi()
  const [base, setBase] = useState(credential)
  const detail = useQuery(trpc.components.get.queryOptions({ componentId: component.id }))

  const attempts = useAttempt()
  const { attempt } = attempts
  const isAway = attempt.state === 'away'
  const busy = isAway || attempt.state === 'running' || attempt.state === 'saved'
  const isQuiet = attempt.state === 'none' || attempt.state === 'saved'
  const held = useLockedFields(attempt, busy)
  const suggestedName = useSuggestedName(component, {
    given: credential?.name ?? fixedName ?? start.suggestedName,
    settled: busy,
  })
  const draft = useCredentialDraft({
    component,
    base,
    suggestedName,
    initialValues: start.initialValues,
    suppliedBy: detail.data?.methods ?? {},
    onEdit: attempts.forget,
  })
  const { form, fields, method, methodId } = draft
  const setup = useConsentSetup(component.id, method, base, valuesOf(fields, form.values.values))
  const saving = useCredentialSaving({ component, base, bindTo, draft, attempts, setup, onSaved })
  const [filled, setFilled] = useState<string[]>()

  const what = base ? `The changes to “${base.name}” are` : `The new ${component.title} credential is`
  const isUnsaved = isAway || (draft.isTyped && attempt.state !== 'saved')
  const mayLeave = useUnsaved(isUnsaved ? `${what} not saved yet.` : undefined)

  const isRenamed = base !== undefined && !saving.isChanged && form.values.name.trim() !== base.name
  const mustConnect = setup !== undefined && !saving.hasConsent && !isRenamed
  const inconclusive = attempt.state === 'found' && isInconclusive(attempt.verification.outcome)
  const retrying = inconclusive && attempt.saving

  function submitWords() {
    if (!mustConnect) return retrying ? 'Try again' : 'Save'
    if (!isSetUp(setup)) return undefined
    return base ? 'Connect again' : 'Connect'
  }

  function submit(event: FormEvent) {
    event.preventDefault()
    if (busy) return
    void (mustConnect ? saving.connect() : saving.save())
  }

  function stop() {
    attempts.cancel()
    if (!held.left.current) draft.formElement.current?.querySelector<HTMLElement>('[type="submit"]')?.focus()
  }

  async function leave() {
    if (await mayLeave()) onCancel()
  }

  /** A connection string or a key file may be pasted anywhere: it is for several fields. */
  function paste(event: ClipboardEvent) {
    if (busy) return
    const labels = draft.fill(event.clipboardData.getData('text'))
    setFilled(labels)
    if (labels) event.preventDefault()
    if (labels) event.stopPropagation()
  }

  const methods = Object.entries(component.methods).map(([value, { title }]) => ({ value, label: title }))
  const wrong = Object.keys(form.errors).length
  const gap = compact ? 'md' : 'lg'

  return (
    <form
      ref={draft.formElement}
      onSubmit={submit}
      onPasteCapture={paste}
      noValidate
      aria-label={`${component.title} credential`}
    >
      <Stack gap={gap}>
        {base && base.activeFlowCount > 0 && usedBy}
        {/* What is being asked about, or agreed to, must stay as it is. */}
        <Stack ref={held.fields} gap={gap} inert={busy} opacity={isAway ? 0.6 : undefined}>
          {fixedName === undefined && (
            <TextInput
              {...form.getInputProps('name')}
              label="Name"
              required
              autoComplete="off"
              data-1p-ignore
            />
          )}
          {!base && methods.length > 1 && (
            <MethodChoice methods={methods} value={methodId} onChange={draft.chooseMethod} />
          )}
          <LiveRegion>
            {filled && (
              <Text size="sm" c="dimmed">
                From what you pasted: {filled.join(', ')}. Check them.
              </Text>
            )}
          </LiveRegion>
          <SchemaFormProvider value={draft.schemaForm}>
            <FieldList fields={fields} />
          </SchemaFormProvider>
          {setup?.redirectUri && (
            <CopyField
              label="Redirect URL"
              value={setup.redirectUri}
              description="Register it with the provider: that is where people come back to."
            />
          )}
          {base?.grant?.scopes && <GrantedScopes scopes={base.grant.scopes} fields={fields} />}
          {setup && <ConsentSetup component={component} setup={setup} />}
        </Stack>
        {/* Always there, or what comes to stand in it would not be read out. An empty one takes no gap. */}
        <Box
          ref={held.meanwhile}
          {...(isQuiet ? { pos: 'absolute' } : { role: 'group', 'aria-label': 'What comes of it' })}
          tabIndex={-1}
        >
          <AttemptPanel
            attempt={attempt}
            base={base}
            fields={fields}
            onStop={stop}
            onOverwrite={(theirs) => {
              setBase(theirs)
              void saving.save({ over: theirs })
            }}
            onLoad={(theirs) => {
              setBase(theirs)
              draft.load(theirs)
              attempts.dismiss()
            }}
            onUseOther={() => saving.save({ allowOtherAccount: true })}
            onConnectAgain={saving.connect}
            onForgetConsent={saving.forgetConsent}
          />
        </Box>
        {draft.strayErrors.map((message) => (
          <ErrorText key={message}>{message}</ErrorText>
        ))}
        {wrong > 1 && <ErrorText>{wrong} fields need your attention.</ErrorText>}
        {attempt.state !== 'stale' && attempt.state !== 'other_account' && (
          <SaveBar
            running={busy}
            submit={submitWords()}
            offerUnverified={inconclusive && !base?.activeFlowCount && (!setup || retrying)}
            onConnectAgain={setup && isRenamed && isSetUp(setup) ? saving.connect : undefined}
            onVerify={
              retrying || (setup && !isVerifiable(base, saving.isChanged)) ? undefined : saving.verify
            }
            onSaveUnverified={() => saving.save({ allowUnverified: true })}
            onCancel={leave}
          />
        )}
      </Stack>
    </form>
  )
}

/** What a person granted can be asked about only as it is. */
const isVerifiable = (base: Credential | undefined, isChanged: boolean) =>
  base !== undefined && base.status !== 'reconnect' && !isChanged
