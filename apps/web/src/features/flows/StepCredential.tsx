import { Text } from '@mantine/core'
import type { ComponentSummary } from '@stepkey/shared/catalog-api'
import { useEffect, useRef, useState } from 'react'
import { CredentialPicker } from '../credential-picker/CredentialPicker.tsx'
import { BindingChoice } from './BindingChoice.tsx'
import type { DraftStep } from './flowDraft.ts'
import { StepMethods } from './StepMethods.tsx'
import { StepScopes } from './StepScopes.tsx'
import { useSteps } from './stepsContext.ts'

interface StepCredentialProps {
  step: DraftStep
  title: string
  /** Asks for confirmation before unsaved input in the step is discarded. */
  mayBeDiscarded(): Promise<boolean>
}

/** Chooses the credential of a step that has a component: one, or that of the customer of each run. */
export function StepCredential({ step, title, mayBeDiscarded }: StepCredentialProps) {
  const { base, isActive, components, inFlow, dispatch } = useSteps()
  const component = components.find(({ id }) => id === step.componentId)
  const previousComponent = useRemovedCredential(step, components)
  if (!component) return null

  const stored = base?.steps.find(({ id }) => id === step.id)
  return (
    <>
      <Text size="sm" role="status" c="var(--stepkey-warn)">
        {previousComponent &&
          `The credential was removed from this step, because it belongs to ${previousComponent}.`}
      </Text>
      <BindingChoice step={step} mayBeDiscarded={mayBeDiscarded} />
      {step.binding === 'owner' ? (
        <StepMethods step={step} component={component} />
      ) : (
        <CredentialPicker
          // Closes the picker when the component changes.
          key={component.id}
          component={component}
          step={title}
          value={step.credentialId}
          wasDeleted={step.wasDeleted}
          isInUse={isActive && stored?.credentialId === step.credentialId}
          inFlow={inFlow}
          needs={step.scopes}
          // A step whose component differs from the stored one can’t be bound yet.
          {...(base &&
            stored?.componentId === component.id && {
              bindTo: { flowId: base.id, stepId: stored.id, isActive },
            })}
          onChoose={(credentialId) =>
            dispatch({ type: 'stepChanged', key: step.key, change: { credentialId } })
          }
          onCreated={({ credential, flow }) =>
            dispatch({ type: 'credentialCreated', key: step.key, credentialId: credential.id, flow })
          }
        />
      )}
      <StepScopes step={step} componentId={component.id} />
    </>
  )
}

/** Returns the title of the previous component, if changing it removed a credential. */
function useRemovedCredential(
  { componentId, credentialId }: DraftStep,
  components: readonly ComponentSummary[],
) {
  const [removedFrom, setRemovedFrom] = useState<string>()
  const previous = useRef({ componentId, credentialId })
  useEffect(() => {
    const { componentId: previousId, credentialId: previousCredential } = previous.current
    if (previousId !== componentId)
      setRemovedFrom(previousCredential ? components.find(({ id }) => id === previousId)?.title : undefined)
    if (credentialId) setRemovedFrom(undefined)
    previous.current = { componentId, credentialId }
  }, [componentId, credentialId, components])
  return removedFrom
}
