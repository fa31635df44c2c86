import { Text } from '@mantine/core'
import type { ComponentSummary } from '@stepkey/shared/catalog-api'
import { useEffect, useRef, useState } from 'react'
import { CredentialPicker } from '../credentials/CredentialPicker.tsx'
import type { DraftStep } from './flowDraft.ts'
import { StepScopes } from './StepScopes.tsx'
import { useSteps } from './stepsContext.ts'

/** The credential of a step, once its component says which ones there are to choose from. */
export function StepCredential({ step, title }: { step: DraftStep; title: string }) {
  const { base, isActive, components, inFlow, dispatch } = useSteps()
  const component = components.find(({ id }) => id === step.componentId)
  const lost = useLostCredential(step, components)
  if (!component) return null

  const stored = base?.steps.find(({ id }) => id === step.id)
  return (
    <>
      <Text size="sm" role="status" c="var(--stepkey-warn)">
        {lost && `The credential was taken off this step: it belongs to ${lost}.`}
      </Text>
      <CredentialPicker
        // Another component has other credentials: what is open for this one closes.
        key={component.id}
        component={component}
        step={title}
        value={step.credentialId}
        isBereft={step.isBereft}
        isInUse={isActive && stored?.credentialId === step.credentialId}
        inFlow={inFlow}
        needs={step.scopes}
        // A step whose component was changed in the draft can't take the credential yet.
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
      <StepScopes step={step} componentId={component.id} />
    </>
  )
}

/** The title of the component whose credential went when another component was chosen. */
function useLostCredential(
  { componentId, credentialId }: DraftStep,
  components: readonly ComponentSummary[],
) {
  const [lost, setLost] = useState<string>()
  const before = useRef({ componentId, credentialId })
  useEffect(() => {
    const { componentId: from, credentialId: had } = before.current
    if (from !== componentId) setLost(had ? components.find(({ id }) => id === from)?.title : undefined)
    if (credentialId) setLost(undefined)
    before.current = { componentId, credentialId }
  }, [componentId, credentialId, components])
  return lost
}
