import { Button, Group, Stack, TextInput } from '@mantine/core'
import { pickedOf } from '@stepkey/connect/events'
import { reconnectCredential } from '@stepkey/connect/reconnect-credential'
import type { Component } from '@stepkey/shared/component'
import type { ConnectTask } from '@stepkey/shared/connect-session'
import type { ConsentFinished } from '@stepkey/shared/consent'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { useTranslations } from 'use-intl'
import { ErrorText } from '../../ui/feedback/ErrorText.tsx'
import { useApi } from '../../workspace/useApi.ts'
import { OtherAccountPanel, RefusedPanel } from '../consents/ConsentOutcome.tsx'
import { type Attempt, useAttempt } from '../credentials/useAttempt.ts'
import { VerificationPanel, VerifyingPanel } from '../credentials/VerificationPanel.tsx'
import type { PickerEvents } from './pickerEvents.ts'

/** A consent whose page was replaced by that of the provider. */
export interface Resume {
  componentId: string
  methodId: string
  consentId: string
  consentSecret: string
  /** The name that the user entered. */
  name: string
}

interface ResumedConsentProps extends PickerEvents {
  resume: Resume
  component: Component
  task: ConnectTask
  /** Starts over with the form of the component. */
  onAgain(): void
}

/** Saves the credential of a consent whose page was replaced by that of the provider. */
export function ResumedConsent({ resume, component, task, onAgain, ...events }: ResumedConsentProps) {
  const t = useTranslations()
  const { client } = useApi()
  const attempts = useAttempt()
  const { attempt } = attempts
  const [name, setName] = useState(task.name ?? resume.name)
  const [nameProblem, setNameProblem] = useState<string>()
  const isGranted = useRef(false)
  const consent = { consentId: resume.consentId, consentSecret: resume.consentSecret }

  async function proceed(options: SaveOptions = {}) {
    setNameProblem(undefined)
    const problems = await attempts.run(t('progress.connecting'), async (signal) => {
      if (!isGranted.current) {
        const finished = await client.consents.finish.mutate(consent, { signal })
        // The window has brought the redirect, so it can't be pending.
        if (finished.outcome !== 'granted')
          return { state: 'refused', refusal: refusalOf(finished, t('consent.notAnswered')) }
        isGranted.current = true
      }
      return await store(signal, options)
    })
    setNameProblem(problems[0]?.message)
  }

  async function store(signal: AbortSignal, options: SaveOptions): Promise<Attempt> {
    const { credentialId, step } = task
    const result =
      credentialId === undefined
        ? await client.credentials.create.mutate(
            {
              componentId: component.id,
              methodId: resume.methodId,
              name,
              ...consent,
              bindTo: step && { flowId: step.flowId, stepId: step.stepId },
            },
            { signal },
          )
        : await reconnectCredential(client, { credentialId, ...consent, ...options }, { signal })
    if (result.outcome === 'not_saved')
      return { state: 'found', verification: result.verification, saving: true }
    if (result.outcome === 'other_account') return { ...result, state: 'other_account' }
    if (credentialId === undefined) events.onCreated(pickedOf(result))
    else events.onReconnected({ credentialId })
    return { state: 'saved' }
  }

  useEffect(() => void proceed(), [])

  function submit(event: FormEvent) {
    event.preventDefault()
    void proceed()
  }

  switch (attempt.state) {
    case 'running':
      return <VerifyingPanel progress={attempt.progress} onCancel={events.onCancelled} />
    case 'saved':
      return null
    case 'other_account':
      return (
        <OtherAccountPanel
          before={attempt.before}
          now={attempt.now}
          onUse={() => proceed({ allowOtherAccount: true })}
          onConnectAgain={onAgain}
          onKeep={events.onCancelled}
        />
      )
    case 'refused':
      return (
        <Stack gap="md" align="flex-start">
          <RefusedPanel refusal={attempt.refusal} isInputKept={false} />
          <Button onClick={onAgain}>{t('common.connectAgain')}</Button>
        </Stack>
      )
    default:
      return (
        <form onSubmit={submit} noValidate>
          <Stack gap="md" align="flex-start">
            {task.name === undefined && task.credentialId === undefined && (
              <TextInput
                label={t('common.name')}
                required
                autoComplete="off"
                data-1p-ignore
                w="100%"
                value={name}
                error={nameProblem}
                onChange={(event) => setName(event.currentTarget.value)}
              />
            )}
            {attempt.state === 'found' && <VerificationPanel verification={attempt.verification} notSaved />}
            {attempt.state === 'failed' && <ErrorText>{attempt.message}</ErrorText>}
            <Group gap="xs">
              <Button type="submit">
                {t(attempt.state === 'found' ? 'common.tryAgain' : 'common.save')}
              </Button>
              <Button variant="default" onClick={onAgain}>
                {t('common.connectAgain')}
              </Button>
            </Group>
          </Stack>
        </form>
      )
  }
}

interface SaveOptions {
  allowOtherAccount?: boolean
}

type Refusal = Extract<ConsentFinished, { outcome: 'refused' }>

const refusalOf = (finished: Exclude<ConsentFinished, { outcome: 'granted' }>, message: string): Refusal =>
  finished.outcome === 'refused' ? finished : { outcome: 'refused', reason: 'expired', message }
