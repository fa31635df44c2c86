import { Box, Stack, Text, TextInput } from '@mantine/core'
import { requestedScopes } from '@stepkey/shared/auth/app-guide'
import type { Component } from '@stepkey/shared/component'
import type { Credential } from '@stepkey/shared/credential'
import type { Flow } from '@stepkey/shared/flow'
import { isInconclusive } from '@stepkey/shared/verification'
import { useQuery } from '@tanstack/react-query'
import {
  type ClipboardEvent,
  type ComponentType,
  type FormEvent,
  type ReactNode,
  useEffect,
  useId,
  useState,
} from 'react'
import { flushSync } from 'react-dom'
import { useTranslations } from 'use-intl'
import { FieldList } from '../../forms/FieldList.tsx'
import { focusFirstEmpty } from '../../forms/focusFirstEmpty.ts'
import { SchemaFormProvider } from '../../forms/formContext.ts'
import { valuesOf } from '../../forms/formDraft.ts'
import { ErrorText } from '../../ui/feedback/ErrorText.tsx'
import { LiveRegion } from '../../ui/feedback/LiveRegion.tsx'
import { isolated } from '../../ui/text/isolated.ts'
import { useUnsaved } from '../../ui/unsaved/unsavedChanges.ts'
import { useApi } from '../../workspace/useApi.ts'
import { ConsentSetup } from '../consents/ConsentSetup.tsx'
import { canConnect, useConsentSetup } from '../consents/useConsentSetup.ts'
import { AddOAuthApp } from '../oauth-apps/AddOAuthApp.tsx'
import { OwnClient } from '../oauth-apps/OwnClient.tsx'
import type { OwnershipFieldsProps } from '../owners/OwnershipFields.tsx'
import { AttemptPanel } from './AttemptPanel.tsx'
import { GrantedScopes } from './GrantedScopes.tsx'
import { MethodChoice } from './MethodChoice.tsx'
import { SaveBar, type SubmitLabel } from './SaveBar.tsx'
import { isQuestion, useAttempt } from './useAttempt.ts'
import { type CredentialDraft, useCredentialDraft } from './useCredentialDraft.ts'
import { useCredentialSaving } from './useCredentialSaving.ts'
import { useLockedFields } from './useLockedFields.ts'
import { useSuggestedName } from './useSuggestedName.ts'
import { VerificationPanel } from './VerificationPanel.tsx'

/** The props of {@link CredentialForm}. */
export interface CredentialFormProps {
  component: Component
  /** The credential to edit; absent for a new one. */
  credential?: Credential
  /** Whether the new values are stored beside the current ones, which stay in use. */
  isRotation?: boolean
  /** Whether the stored secrets must be entered again. */
  asksSecrets?: boolean
  /** The OAuth scopes to ask for, instead of those that the credential asks for. */
  scopes?: readonly string[] | undefined
  /** Names the active flows that use it; changes take effect there immediately. */
  usedBy?: ReactNode
  /** The stored step that a new credential is linked to in the same transaction. */
  bindTo?: { flowId: string; stepId: string }
  /** The name of a new credential, if the user can’t choose it. */
  fixedName?: string
  /** Edits the owner and the tags of a new credential; absent where the user can’t choose them. */
  ownership?: ComponentType<OwnershipFieldsProps>
  onSaved(result: { credential: Credential; flow?: Flow }): void
  /** Called after the user has confirmed that unsaved changes are discarded; the page must not ask again. */
  onCancel(): void
  /** Reduces the spacing inside another page. */
  compact?: boolean
}

/** Creates or edits a credential. Saving verifies it first; the input is kept for every outcome. */
export function CredentialForm({
  component,
  credential,
  isRotation = false,
  asksSecrets = isRotation,
  scopes,
  usedBy,
  bindTo,
  fixedName,
  ownership: OwnershipPart,
  onSaved,
  onCancel,
  compact,
}: CredentialFormProps) {
  const t = useTranslations()
  const { trpc } = useApi()
  const [base, setBase] = useState(credential)
  const detail = useQuery(trpc.components.get.queryOptions({ componentId: component.id }))

  const attempts = useAttempt()
  const { attempt } = attempts
  const isWaiting = attempt.state === 'waiting'
  const busy = isWaiting || attempt.state === 'running' || attempt.state === 'saved'
  const isIdle = attempt.state === 'none' || attempt.state === 'saved'
  const locked = useLockedFields(attempt, busy)
  const suggestedName = useSuggestedName(component, {
    given: credential?.name ?? fixedName,
    isSaving: busy,
  })
  const draft = useCredentialDraft({
    component,
    base,
    asksSecrets,
    scopes,
    suggestedName,
    hasOwnership: OwnershipPart !== undefined,
    suppliedBy: detail.data?.methods ?? {},
    onEdit: attempts.forget,
  })
  const { form, fields, method, methodId } = draft
  const entered = valuesOf(fields, form.values.values)
  const setup = useConsentSetup(component.id, method, base, entered)
  const saving = useCredentialSaving({ component, base, isRotation, bindTo, draft, attempts, setup, onSaved })
  useEffect(() => focusFirstEmpty(draft.formElement.current), [draft.formElement])
  const [pasteResult, setPasteResult] = useState<ReturnType<CredentialDraft['fill']>>()

  const unsavedText = base
    ? t('form.unsavedChanges', { name: isolated(base.name) })
    : t('form.unsavedNew', { component: component.title })
  const [isLeaving, setLeaving] = useState(false)
  const isUnsaved = !isLeaving && (isWaiting || (draft.isDirty && attempt.state !== 'saved'))
  const mayLeave = useUnsaved(isUnsaved ? unsavedText : undefined)

  const isRenamed = base !== undefined && !saving.isChanged && form.values.name.trim() !== base.name
  const mustConnect = setup !== undefined && !saving.hasConsent && !isRenamed
  const isBlocked = mustConnect && !canConnect(setup)
  const missingId = useId()
  const [isAddingApp, setIsAddingApp] = useState(false)
  const inconclusive = attempt.state === 'found' && isInconclusive(attempt.verification.outcome)
  const retrying = inconclusive && attempt.saving

  function submitLabel(): SubmitLabel {
    if (!mustConnect) return retrying ? 'common.tryAgain' : isRotation ? 'form.addValue' : 'common.save'
    return base ? 'common.connectAgain' : 'common.connect'
  }

  function submit(event: FormEvent) {
    event.preventDefault()
    if (busy || isBlocked) return
    void (mustConnect ? saving.connect() : saving.save())
  }

  function stop() {
    attempts.cancel()
    if (!locked.returnFocus.current) focusSubmit()
  }

  /** Closes a question about saving. The buttons below it are shown again. */
  function dismiss() {
    flushSync(attempts.dismiss)
    focusSubmit()
  }

  function focusSubmit() {
    draft.formElement.current?.querySelector<HTMLElement>('[type="submit"]')?.focus()
  }

  async function leave() {
    if (await mayLeave()) onCancel()
  }

  /** Fills several fields from a pasted connection string or key file, whichever field has the focus. */
  function paste(event: ClipboardEvent) {
    if (busy) return
    const result = draft.fill(event.clipboardData.getData('text'))
    setPasteResult(result)
    // A refused text is not pasted either, because it may contain a password, which a field would show.
    if (result) event.preventDefault()
    if (result) event.stopPropagation()
  }

  const methods = Object.entries(component.methods)
    .filter(([id, { retired }]) => !retired || id === base?.methodId)
    .map(([value, { title }]) => ({ value, label: title }))
  const errorCount = Object.keys(form.errors).length
  const gap = compact ? 'md' : 'lg'

  return (
    <>
      <form
        ref={draft.formElement}
        onSubmit={submit}
        onPasteCapture={paste}
        noValidate
        aria-label={t('form.label', { component: component.title })}
      >
        <Stack gap={gap}>
          {!isRotation && base?.status === 'failing' && base.receipt && attempt.state === 'none' && (
            <VerificationPanel verification={base.receipt} notSaved={false} />
          )}
          {base && base.activeFlowCount > 0 && usedBy}
          {/* Locked during an attempt: the values must not change meanwhile. */}
          <Stack ref={locked.fields} gap={gap} inert={busy} opacity={isWaiting ? 0.6 : undefined}>
            {fixedName === undefined && !isRotation && (
              <TextInput
                {...form.getInputProps('name')}
                label={t('common.name')}
                required
                autoComplete="off"
                data-1p-ignore
              />
            )}
            {!base && methods.length > 1 && (
              <MethodChoice methods={methods} value={methodId} onChange={draft.chooseMethod} />
            )}
            <LiveRegion>
              {pasteResult && 'labels' in pasteResult && (
                <Text size="sm" c="dimmed">
                  {t('form.filledIn', { labels: pasteResult.labels.join(', ') })}
                </Text>
              )}
            </LiveRegion>
            {pasteResult && 'refusal' in pasteResult && <ErrorText>{pasteResult.refusal}</ErrorText>}
            <SchemaFormProvider value={draft.schemaForm}>
              <FieldList fields={fields} />
            </SchemaFormProvider>
            {setup?.ownsClient && (
              <OwnClient
                isNew={!base}
                redirectUrl={setup.redirectUri}
                scopes={requestedScopes(method, entered)}
              />
            )}
            {base?.grant?.scopes && <GrantedScopes scopes={base.grant.scopes} fields={fields} />}
            {setup && (
              <ConsentSetup
                component={component}
                setup={setup}
                missingId={missingId}
                onAddApp={() => setIsAddingApp(true)}
              />
            )}
            {OwnershipPart && (
              <OwnershipPart owner={form.getInputProps('owner')} tags={form.getInputProps('tags')} />
            )}
          </Stack>
          {/* Always rendered, so that screen readers announce its content. An empty one takes no gap. */}
          <Box
            ref={locked.statusElement}
            {...(isIdle ? { pos: 'absolute' } : { role: 'group', 'aria-label': t('form.result') })}
            tabIndex={-1}
          >
            <AttemptPanel
              attempt={attempt}
              base={base}
              fields={fields}
              onStop={stop}
              onLeave={() => setLeaving(true)}
              onOverwrite={(latest) => {
                setBase(latest)
                void saving.save({ target: latest })
              }}
              onLoad={(latest) => {
                setBase(latest)
                draft.load(latest)
                attempts.dismiss()
              }}
              onUseOther={() => saving.save({ allowOtherAccount: true })}
              onSaveAnyway={() => saving.save({ allowBreaking: true })}
              onDismiss={dismiss}
              onConnectAgain={setup && saving.connect}
              onForgetConsent={saving.forgetConsent}
            />
          </Box>
          {draft.strayErrors.map((message) => (
            <ErrorText key={message}>{message}</ErrorText>
          ))}
          {errorCount > 1 && <ErrorText>{t('inputErrors.fieldCount', { count: errorCount })}</ErrorText>}
          {!isQuestion(attempt) && (
            <SaveBar
              running={busy}
              submit={submitLabel()}
              blockedBy={isBlocked ? missingId : undefined}
              offerUnverified={inconclusive && !isRotation && !base?.activeFlowCount && (!setup || retrying)}
              onConnectAgain={setup && isRenamed && canConnect(setup) ? saving.connect : undefined}
              onVerify={
                retrying || (setup && !isVerifiable(base, saving.isChanged)) ? undefined : saving.verify
              }
              onSaveUnverified={() => saving.save({ allowUnverified: true })}
              onCancel={leave}
            />
          )}
        </Stack>
      </form>
      {/* Outside of the form: its events would reach the form, although the dialog is in a portal. */}
      {isAddingApp && setup?.registered && (
        <AddOAuthApp
          component={component}
          credential={{ methodId, values: entered }}
          apps={setup.registered}
          onClose={() => setIsAddingApp(false)}
          onAdded={focusSubmit}
        />
      )}
    </>
  )
}

/** Returns whether a connected credential can be verified: only with its stored values. */
const isVerifiable = (base: Credential | undefined, isChanged: boolean) =>
  base !== undefined && base.status !== 'reconnect' && !isChanged
