import { Text } from '@mantine/core'
import type { Component } from '@stepkey/shared/component'
import type { ConnectTask } from '@stepkey/shared/connect'
import type { BlockReason } from '@stepkey/shared/flow'
import { useRef, useState } from 'react'
import { sentenceOf } from '../../api/api.ts'
import { ErrorText } from '../../ui/feedback/ErrorText.tsx'
import { useApi } from '../../workspace/useApi.ts'
import { CredentialPicker } from '../credentials/CredentialPicker.tsx'
import type { PickerEvents } from './PickerForToken.tsx'

interface PickOneProps extends PickerEvents {
  task: ConnectTask
  component: Component
}

/** Picks the credential of a step, or makes one. What is picked is bound when the list closes, not while one moves in it. */
export function ChooseInEmbed({ task, component, onSelected, onCreated, onCancelled }: PickOneProps) {
  const { client } = useApi()
  const { step } = task
  const [value, setValue] = useState(step?.credentialId ?? null)
  const [problem, setProblem] = useState<string>()
  const [isBinding, setBinding] = useState(false)
  const shown = useRef(value)
  const settled = useRef(value)

  function show(credentialId: string | null) {
    shown.current = credentialId
    setValue(credentialId)
  }

  function settle(credentialId: string) {
    settled.current = credentialId
    show(credentialId)
  }

  async function bind() {
    const credentialId = shown.current
    if (credentialId === null || credentialId === settled.current) return onCancelled()
    if (!step) {
      settle(credentialId)
      return onSelected({ credentialId })
    }
    setBinding(true)
    try {
      const { flowId, stepId } = step
      const bound = await client.flows.bindStep.mutate({ flowId, stepId, credentialId })
      if (bound.outcome === 'saved') {
        settle(credentialId)
        return onSelected({ credentialId, flowVersion: bound.version })
      }
      refuse(whyNot[bound.steps[0]?.reason ?? 'missing'])
    } catch (error) {
      refuse(sentenceOf(error))
    } finally {
      setBinding(false)
    }
  }

  function refuse(sentence: string) {
    setProblem(sentence)
    show(settled.current)
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
          settle(credential.id)
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

const whyNot: Record<BlockReason, string> = {
  missing: 'This credential has been deleted meanwhile. Choose another one.',
  wrong_component: 'This step works with another application now. Load the page again.',
  failing:
    'The flow is active, and this credential was refused when it was last verified. Choose another one.',
  unverified: 'The flow is active, and this credential was saved without verifying. Choose another one.',
}
