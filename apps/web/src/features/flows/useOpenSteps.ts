import { useCallback, useState } from 'react'
import type { DraftStep } from './flowDraft.ts'
import { focusStep } from './focusStep.ts'

/** A flow with more steps shows them collapsed. */
const OPEN_LIMIT = 5

/** Returns which steps are open for editing: in short flows all, in others new ones and those that the user opened. */
export function useOpenSteps(steps: readonly DraftStep[]) {
  const [startsOpen] = useState(steps.length <= OPEN_LIMIT)
  const [chosen, setChosen] = useState<Readonly<Record<string, boolean>>>({})
  const toggle = useCallback((key: string, isOpen: boolean) => {
    setChosen((before) => ({ ...before, [key]: isOpen }))
    focusStep(key)
  }, [])
  const isOpen = ({ key, id }: DraftStep) => chosen[key] ?? (startsOpen || id === undefined)
  return { isOpen, toggle }
}
