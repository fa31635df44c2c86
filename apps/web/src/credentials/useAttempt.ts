import type { Credential } from '@stepkey/shared/credential'
import type { FieldError } from '@stepkey/shared/errors'
import type { Verification } from '@stepkey/shared/verification'
import { useEffect, useRef, useState } from 'react'
import { fieldErrorsOf, sentenceOf, wasAborted } from '../api.ts'

/** One go at verifying or saving, from the click to what came of it. */
export type Attempt =
  | { state: 'none' }
  | { state: 'running'; asking: string }
  | { state: 'found'; verification: Verification; saving: boolean }
  | { state: 'stale'; theirs: Credential }
  | { state: 'failed'; message: string }

const none: Attempt = { state: 'none' }

/**
 * Runs one attempt at a time. Not a useMutation: that would keep what is sent, secrets included, in the query cache.
 */
export function useAttempt(onInvalid: (errors: FieldError[]) => void) {
  const [attempt, setAttempt] = useState<Attempt>(none)
  const running = useRef<AbortController>(undefined)
  useEffect(() => () => running.current?.abort(), [])

  async function run(asking: string, ask: (signal: AbortSignal) => Promise<Attempt>) {
    const controller = new AbortController()
    running.current = controller
    setAttempt({ state: 'running', asking })
    try {
      setAttempt(await ask(controller.signal))
    } catch (error) {
      const fields = fieldErrorsOf(error)
      if (wasAborted(error)) setAttempt(none)
      else if (fields.length > 0) {
        setAttempt(none)
        onInvalid(fields)
      } else setAttempt({ state: 'failed', message: sentenceOf(error) })
    } finally {
      running.current = undefined
    }
  }

  return {
    attempt,
    run,
    cancel: () => running.current?.abort(),
    /** What was found holds for what was asked; once something else is typed it says nothing any more. */
    forget: () => setAttempt((current) => (current.state === 'running' || current.state === 'stale' ? current : none)),
    dismiss: () => setAttempt(none),
  }
}
