import { Button, Group, Text } from '@mantine/core'
import type { ComponentSummary } from '@stepkey/shared/catalog-api'
import type { Credential } from '@stepkey/shared/credential'
import type { Flow } from '@stepkey/shared/flow'
import { useEffect, useId, useRef, useState } from 'react'
import { useTranslations } from 'use-intl'
import { useMay } from '../../workspace/access.ts'
import { CandidateList } from './CandidateList.tsx'
import classes from './CredentialPicker.module.css'
import { InlineNewCredential } from './InlineNewCredential.tsx'
import { DeletedCredential, SelectedCredential } from './SelectedCredential.tsx'
import { SuggestedCredential, useSuggestion } from './SuggestedCredential.tsx'
import { useSelectedCredential } from './useSelectedCredential.ts'

interface CredentialPickerProps {
  component: Pick<ComponentSummary, 'id' | 'title'>
  /** The name of the step. */
  step: string
  value: string | null
  /** The chosen credential was deleted. */
  wasDeleted?: boolean
  /** The flow is active and uses the chosen credential. */
  isInUse?: boolean
  /** The credentials that other steps of this flow use; they are listed first. */
  inFlow: readonly string[]
  /** The OAuth scopes that the step needs. */
  needs?: readonly string[]
  /** The stored step that a new credential is linked to in the same transaction. */
  bindTo?: { flowId: string; stepId: string; isActive: boolean }
  /** A choice is being saved; another one can’t be made until then. */
  isBusy?: boolean
  onChoose(credentialId: string): void
  onCreated(result: { credential: Credential; flow?: Flow }): void
  /** Called when the user closes the picker, with or without a choice. */
  onSettled?(): void
}

/** Chooses the credential of a step, or creates one in place. */
export function CredentialPicker(props: CredentialPickerProps) {
  const { component, step, value, wasDeleted, isInUse, inFlow, needs, bindTo, isBusy = false } = props
  const { onChoose, onCreated, onSettled } = props
  const t = useTranslations('picker')
  const [mode, setMode] = useState<'closed' | 'choosing' | 'creating'>('closed')
  const mayCreate = useMay('write')
  const selected = useSelectedCredential({ credentialId: value })
  const container = useRef<HTMLDivElement>(null)
  const toggleButton = useRef<HTMLButtonElement>(null)
  const panelId = useId()
  const suggestion = useSuggestion(component.id, value === null)
  const isOpen = mode !== 'closed'
  const canOnlyCreate = suggestion.state === 'nothing' && mayCreate
  // Not `disabled`: a disabled button loses the focus.
  const busyProps = { 'data-disabled': isBusy || undefined, 'aria-disabled': isBusy }
  const label = t(isOpen ? 'done' : value !== null ? 'change' : canOnlyCreate ? 'create' : 'choose')

  function close() {
    setMode('closed')
    onSettled?.()
  }

  // Closing returns the focus to the button that opened the picker, unless the user has moved on while it was closing.
  const previousMode = useRef(mode)
  useEffect(() => {
    const hasClosed = previousMode.current !== mode && mode === 'closed'
    previousMode.current = mode
    const { activeElement } = document
    const isElsewhere =
      activeElement?.matches(':not(body, main)') && !container.current?.contains(activeElement)
    if (hasClosed && !isElsewhere) toggleButton.current?.focus()
  }, [mode])

  return (
    <div ref={container} className={classes.picker} data-open={isOpen || undefined}>
      <div className={classes.head}>
        <div className={classes.summary}>
          <Text size="sm" fw={500}>
            {mode === 'creating' ? t('newCredential', { component: component.title }) : t('credential')}
            {value === null && !wasDeleted && mode !== 'creating' && (
              <Text span inherit fw={400} c="dimmed">
                {' '}
                · {t('noneChosen')}
              </Text>
            )}
          </Text>
          {value === null && wasDeleted && <DeletedCredential />}
          {mode === 'closed' && value === null && (
            <SuggestedCredential suggestion={suggestion} component={component} needs={needs} />
          )}
          {mode !== 'creating' && value !== null && (
            <SelectedCredential selected={selected} needs={needs} isInUse={isInUse} />
          )}
        </div>
        <Group gap="xs" justify="flex-end" flex="none">
          {mode === 'closed' && value === null && suggestion.state === 'one' && (
            <Button
              size="xs"
              aria-label={t('useFor', { name: suggestion.credential.name, step })}
              onClick={() => {
                if (isBusy) return
                onChoose(suggestion.credential.id)
                onSettled?.()
                toggleButton.current?.focus()
              }}
              {...busyProps}
            >
              {t('use')}
            </Button>
          )}
          {mode !== 'creating' && (
            <Button
              ref={toggleButton}
              variant="default"
              size="xs"
              aria-expanded={isOpen}
              aria-controls={panelId}
              aria-label={t('buttonFor', { button: label, step })}
              onClick={() => {
                if (isBusy) return
                if (isOpen) close()
                else setMode(canOnlyCreate ? 'creating' : 'choosing')
              }}
              {...busyProps}
            >
              {label}
            </Button>
          )}
        </Group>
      </div>
      <div id={panelId} className={classes.panel} hidden={!isOpen}>
        {mode === 'choosing' && (
          <CandidateList
            component={component}
            step={step}
            value={value}
            inFlow={inFlow}
            needs={needs}
            onChoose={onChoose}
            onDone={close}
            onCreate={() => setMode('creating')}
          />
        )}
        {mode === 'creating' && (
          <InlineNewCredential
            componentId={component.id}
            bindTo={bindTo}
            onSaved={(result) => {
              onCreated(result)
              setMode('closed')
            }}
            onCancel={close}
          />
        )}
      </div>
    </div>
  )
}
