import { Button, Group, Text } from '@mantine/core'
import type { ComponentSummary } from '@stepkey/shared/catalog-api'
import type { Credential } from '@stepkey/shared/credential'
import type { Flow } from '@stepkey/shared/flow'
import { useEffect, useId, useRef, useState } from 'react'
import { useMay } from '../../workspace/access.ts'
import { CandidateList } from './CandidateList.tsx'
import classes from './CredentialPicker.module.css'
import { InlineNewCredential } from './InlineNewCredential.tsx'
import { DeletedCredential, SelectedCredential } from './SelectedCredential.tsx'
import { SuggestedCredential, useSuggestion } from './SuggestedCredential.tsx'
import { useSelectedCredential } from './useSelectedCredential.ts'

interface CredentialPickerProps {
  component: Pick<ComponentSummary, 'id' | 'title'>
  /** The step that it is chosen for. */
  step: string
  value: string | null
  /** The one that was chosen has been deleted. */
  isBereft?: boolean
  /** The flow is active, and runs with the one that is chosen. */
  isInUse?: boolean
  /** The credentials that the steps of this flow have chosen: they are offered first. */
  inFlow: readonly string[]
  /** The OAuth scopes that the step needs. */
  needs?: readonly string[]
  /** The stored step: what is created here is linked to it at once. */
  bindTo?: { flowId: string; stepId: string; isActive: boolean }
  /** What was chosen is still on its way: nothing else can be chosen until that is done. */
  isBusy?: boolean
  onChoose(credentialId: string): void
  onCreated(result: { credential: Credential; flow?: Flow }): void
  /** What was chosen last stands, whether something was or not. */
  onSettled?(): void
}

/** Chooses the credential of a step, or creates one, without leaving the place. */
export function CredentialPicker(props: CredentialPickerProps) {
  const { component, step, value, isBereft, isInUse, inFlow, needs, bindTo, isBusy = false } = props
  const { onChoose, onCreated, onSettled } = props
  const [mode, setMode] = useState<'closed' | 'choosing' | 'creating'>('closed')
  const mayCreate = useMay('write')
  const chosen = useSelectedCredential({ credentialId: value })
  const opener = useRef<HTMLButtonElement>(null)
  const panelId = useId()
  const offer = useSuggestion(component.id, value === null)
  const isOpen = mode !== 'closed'
  const onlyNew = offer.state === 'nothing' && mayCreate
  // Not `disabled`: the focus would get lost.
  const waiting = { 'data-disabled': isBusy || undefined, 'aria-disabled': isBusy }
  const words = isOpen ? 'Done' : value !== null ? 'Change' : onlyNew ? 'Create new' : 'Choose'

  function close() {
    setMode('closed')
    onSettled?.()
  }

  // Who closes it is back where he was.
  const shown = useRef(mode)
  useEffect(() => {
    if (shown.current !== mode && mode === 'closed') opener.current?.focus()
    shown.current = mode
  }, [mode])

  return (
    <div className={classes.picker} data-open={isOpen || undefined}>
      <div className={classes.head}>
        <div className={classes.summary}>
          <Text size="sm" fw={500}>
            {mode === 'creating' ? `New ${component.title} credential` : 'Credential'}
            {value === null && !isBereft && mode !== 'creating' && (
              <Text span inherit fw={400} c="dimmed">
                {' '}
                · none chosen yet
              </Text>
            )}
          </Text>
          {value === null && isBereft && <DeletedCredential />}
          {mode === 'closed' && value === null && (
            <SuggestedCredential offer={offer} component={component} needs={needs} />
          )}
          {mode !== 'creating' && value !== null && (
            <SelectedCredential chosen={chosen} needs={needs} isInUse={isInUse} />
          )}
        </div>
        <Group gap="xs" justify="flex-end" flex="none">
          {mode === 'closed' && value === null && offer.state === 'one' && (
            <Button
              size="xs"
              aria-label={`Use this one: ${offer.credential.name} for ${step}`}
              onClick={() => {
                if (isBusy) return
                onChoose(offer.credential.id)
                onSettled?.()
                opener.current?.focus()
              }}
              {...waiting}
            >
              Use this one
            </Button>
          )}
          {mode !== 'creating' && (
            <Button
              ref={opener}
              variant="default"
              size="xs"
              aria-expanded={isOpen}
              aria-controls={panelId}
              aria-label={`${words}: credential for ${step}`}
              onClick={() => {
                if (isBusy) return
                if (isOpen) close()
                else setMode(onlyNew ? 'creating' : 'choosing')
              }}
              {...waiting}
            >
              {words}
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
