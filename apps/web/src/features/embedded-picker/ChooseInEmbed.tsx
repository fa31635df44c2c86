import { Text } from '@mantine/core'
import { pickedOf } from '@stepkey/connect/events'
import { selectCredential } from '@stepkey/connect/select-credential'
import type { Component } from '@stepkey/shared/component'
import type { ConnectTask } from '@stepkey/shared/connect-session'
import { useRef, useState } from 'react'
import { useTranslations } from 'use-intl'
import { ErrorText } from '../../ui/feedback/ErrorText.tsx'
import { useErrorText } from '../../ui/language/useErrorText.ts'
import { useApi } from '../../workspace/useApi.ts'
import { CredentialPicker } from '../credential-picker/CredentialPicker.tsx'
import type { PickerEvents } from './pickerEvents.ts'

interface ChooseInEmbedProps extends PickerEvents {
  task: ConnectTask
  component: Component
}

/** Chooses or creates the credential of a step. The choice is bound when the list closes. */
export function ChooseInEmbed({ task, component, onSelected, onCreated, onCancelled }: ChooseInEmbedProps) {
  const t = useTranslations()
  const errorText = useErrorText()
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
    setBinding(step !== undefined)
    try {
      const selected = await selectCredential(client, step, credentialId)
      if (selected.outcome === 'blocked') return showProblem(t(`picker.blocked.${selected.reason}`))
      markSaved(credentialId)
      onSelected(selected.picked)
    } catch (error) {
      showProblem(errorText(error))
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
        step={t('picker.thisStep')}
        value={value}
        inFlow={[]}
        bindTo={step}
        isBusy={isBinding}
        onChoose={(credentialId) => {
          setProblem(undefined)
          show(credentialId)
        }}
        onCreated={(created) => {
          setProblem(undefined)
          markSaved(created.credential.id)
          onCreated(pickedOf(created))
        }}
        onSettled={bind}
      />
      <Text size="sm" c="dimmed" mt={isBinding ? 'xs' : 0} role="status">
        {isBinding && t('progress.savingChoice')}
      </Text>
      {problem && <ErrorText>{problem}</ErrorText>}
    </>
  )
}
