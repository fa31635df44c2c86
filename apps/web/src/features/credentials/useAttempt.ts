import type { PendingConsent } from '@stepkey/connect/consent'
import type { ConsentFinished } from '@stepkey/shared/consent'
import type { Credential } from '@stepkey/shared/credential'
import type { FieldMessage } from '@stepkey/shared/errors'
import type { Verification } from '@stepkey/shared/verification'
import { useEffect, useRef, useState } from 'react'
import { useErrorText, useFieldErrorTexts } from '../../ui/language/useErrorText.ts'
import type { BrokenStep } from './BrokenSteps.tsx'

/** The state of one attempt to verify, connect or save. */
export type Attempt =
  | { state: 'none' }
  | { state: 'running'; progress: string }
  /** The user grants access at the provider. */
  | { state: 'waiting'; pending: PendingConsent }
  | { state: 'refused'; refusal: Extract<ConsentFinished, { outcome: 'refused' }> }
  | { state: 'other_account'; before: string; now: string }
  /** Steps of flows would break. */
  | { state: 'breaks'; steps: readonly BrokenStep[] }
  | { state: 'found'; verification: Verification; saving: boolean }
  | { state: 'stale'; latest: Credential }
  | { state: 'failed'; message: string }
  /** Done; the form is about to close. */
  | { state: 'saved' }

const noAttempt: Attempt = { state: 'none' }

/** The states that are a result; an edit of the form clears them. */
const RESULTS: readonly Attempt['state'][] = ['found', 'failed', 'refused', 'other_account', 'breaks']

/** Returns whether the attempt asks how to go on. The question has its own buttons, in place of those of the form. */
export const isQuestion = ({ state }: Attempt) =>
  state === 'stale' || state === 'other_account' || state === 'breaks'

/** Runs one attempt at a time. Not a useMutation, which would keep the input, including secrets, in the query cache. */
export function useAttempt() {
  const errorText = useErrorText()
  const fieldErrorTexts = useFieldErrorTexts()
  const [attempt, setAttempt] = useState<Attempt>(noAttempt)
  const running = useRef<AbortController>(undefined)
  useEffect(() => () => running.current?.abort(), [])

  /**
   * @param action runs the attempt; it can show intermediate states
   * @returns the errors of single inputs that the server reported
   */
  async function run(
    progress: string,
    action: (signal: AbortSignal, show: (attempt: Attempt) => void) => Promise<Attempt>,
  ): Promise<FieldMessage[]> {
    if (running.current) return []
    const controller = new AbortController()
    running.current = controller
    setAttempt({ state: 'running', progress })
    try {
      setAttempt(await action(controller.signal, setAttempt))
      return []
    } catch (error) {
      const fields = fieldErrorTexts(error)
      const isShownElsewhere = controller.signal.aborted || fields.length > 0
      setAttempt(isShownElsewhere ? noAttempt : { state: 'failed', message: errorText(error) })
      return fields
    } finally {
      running.current = undefined
    }
  }

  return {
    attempt,
    run,
    cancel: () => running.current?.abort(),
    /** Clears a result after an edit, because it no longer applies to the input. */
    forget: () => setAttempt((current) => (RESULTS.includes(current.state) ? noAttempt : current)),
    dismiss: () => setAttempt(noAttempt),
  }
}

/** The result of {@link useAttempt}. */
export type Attempts = ReturnType<typeof useAttempt>
