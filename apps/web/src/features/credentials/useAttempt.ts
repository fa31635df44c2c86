import type { Credential } from '@stepkey/shared/credential'
import type { FieldError } from '@stepkey/shared/errors'
import type { ConsentFinished } from '@stepkey/shared/oauth'
import type { Verification } from '@stepkey/shared/verification'
import { useEffect, useRef, useState } from 'react'
import { fieldErrorsOf, sentenceOf } from '../../api/api.ts'
import type { PendingConsent } from './useConsent.ts'

/** One go at verifying or saving, from the click to what came of it. */
export type Attempt =
  | { state: 'none' }
  | { state: 'running'; asking: string }
  /** The person has something to do elsewhere. */
  | { state: 'away'; awaited: PendingConsent }
  | { state: 'refused'; refusal: Extract<ConsentFinished, { outcome: 'refused' }> }
  | { state: 'other_account'; before: string; now: string }
  | { state: 'found'; verification: Verification; saving: boolean }
  | { state: 'stale'; theirs: Credential }
  | { state: 'failed'; message: string }
  /** Done: the form only waits to be closed. */
  | { state: 'saved' }

const none: Attempt = { state: 'none' }

/** What was found out about what was asked for. */
const FINDINGS: readonly Attempt['state'][] = ['found', 'failed', 'refused', 'other_account']

/**
 * Runs one attempt at a time. Not a useMutation: that would keep what is sent, secrets included, in the query cache.
 */
export function useAttempt() {
  const [attempt, setAttempt] = useState<Attempt>(none)
  const running = useRef<AbortController>(undefined)
  useEffect(() => () => running.current?.abort(), [])

  /**
   * @param ask does it; what it shows in between stands until it shows something else, or ends
   * @returns what the server found wrong with single inputs
   */
  async function run(
    asking: string,
    ask: (signal: AbortSignal, show: (attempt: Attempt) => void) => Promise<Attempt>,
  ): Promise<FieldError[]> {
    if (running.current) return []
    const controller = new AbortController()
    running.current = controller
    setAttempt({ state: 'running', asking })
    try {
      setAttempt(await ask(controller.signal, setAttempt))
      return []
    } catch (error) {
      const fields = fieldErrorsOf(error)
      const isToldElsewhere = controller.signal.aborted || fields.length > 0
      setAttempt(isToldElsewhere ? none : { state: 'failed', message: sentenceOf(error) })
      return fields
    } finally {
      running.current = undefined
    }
  }

  return {
    attempt,
    run,
    cancel: () => running.current?.abort(),
    /** What was found holds for what was asked; once something else is typed it says nothing any more. */
    forget: () => setAttempt((current) => (FINDINGS.includes(current.state) ? none : current)),
    dismiss: () => setAttempt(none),
  }
}

export type Attempts = ReturnType<typeof useAttempt>
