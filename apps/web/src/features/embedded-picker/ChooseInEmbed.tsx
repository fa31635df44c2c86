import { Text } from '@mantine/core'
import type { Component } from '@stepkey/shared/component'
import type { ConnectTask } from '@stepkey/shared/connect-session'
import type { BlockReason } from '@stepkey/shared/flow'
import { useRef, useState } from 'react'
import { sentenceOf } from '../../api/api.ts'
import { ErrorText } from '../../ui/feedback/ErrorText.tsx'
import { useApi } from '../../workspace/useApi.ts'
import { CredentialPicker } from '../credential-picker/CredentialPicker.tsx'
import type { PickerEvents } from './pickerEvents.ts'

interface ChooseInEmbedProps extends PickerEvents {
  task: ConnectTask
  component: Component
}

/** Chooses or creates the credential of a step. The choice is bound when the list closes. */
export function ChooseInEmbed({ task, component, onSelected, onCreated, onCancelled }: ChooseInEmbedProps) {
  const { client } = useApi()
  const { step } = task
  const [value, setValue] = useState(step?.credentialId ?? null)
  const [problem, setProblem] = useState<string>()
  const [isBinding, setBinding] = useState(false)
  const shownId = useRef(value)
  const savedId = useRef(value)

  function show(credentialId: string | null) {
    shownId.current = credentialId
    setValue(credentialId)
  }

  function markSaved(credentialId: string) {
    savedId.current = credentialId
    show(credentialId)
  }

  async function bind() {
    const credentialId = shownId.current
    if (credentialId === null || credentialId === savedId.current) return onCancelled()
    if (!step) {
      markSaved(credentialId)
      return onSelected({ credentialId })
    }
    setBinding(true)
    try {
      const { flowId, stepId } = step
      const bound = await client.flows.bindStep.mutate({ flowId, stepId, credentialId })
      if (bound.outcome === 'saved') {
        markSaved(credentialId)
        return onSelected({ credentialId, flowVersion: bound.version })
      }
      showProblem(blockMessages[bound.steps[0]?.reason ?? 'missing'])
    } catch (error) {
      showProblem(sentenceOf(error))
    } finally {
      setBinding(false)
    }
  }

  function showProblem(sentence: string) {
    setProblem(sentence)
    show(savedId.current)
  }

  return (
    <>
      <CredentialPicker
        component={component}
        step="this step"
        value={value}
        inFlow={[]}
        bindTo={step}
        isBusy={isBinding}
        onChoose={(credentialId) => {
          setProblem(undefined)
          show(credentialId)
        }}
        onCreated={({ credential, flow }) => {
          setProblem(undefined)
          markSaved(credential.id)
          onCreated({ credentialId: credential.id, ...(flow && { flowVersion: flow.version }) })
        }}
        onSettled={bind}
      />
      <Text size="sm" c="dimmed" mt={isBinding ? 'xs' : 0} role="status">
        {isBinding && 'Saving the choice…'}
      </Text>
      {problem && <ErrorText>{problem}</ErrorText>}
    </>
  )
}

const blockMessages: Record<BlockReason, string> = {
  missing: 'This credential was deleted. Choose another one.',
  wrong_component: 'The component of this step was changed. Reload the page.',
  failing: 'The flow is active, and the last verification of this credential failed. Choose another one.',
  frozen: 'The flow is active, and this credential is frozen. Choose another one.',
  unverified: 'The flow is active, and this credential was never verified. Choose another one.',
  unknown_component: 'The component of this step does not exist any more. Reload the page.',
  unknown_method: 'The methods of this step were changed. Reload the page.',
  missing_scopes:
    'The flow is active, and scopes that the step requires were not granted. Choose another one.',
}
