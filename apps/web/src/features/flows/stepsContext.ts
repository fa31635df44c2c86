import type { ComponentSummary } from '@stepkey/shared/catalog-api'
import type { Flow } from '@stepkey/shared/flow'
import { createContext, type Dispatch, type PointerEvent, useContext } from 'react'
import type { EditorAction } from './editorState.ts'
import type { DraftStep } from './flowDraft.ts'

/**
 * The data of the flow that every step needs. Typing in a step changes none of it, so that only this step renders again.
 */
export interface StepsContextValue {
  base: Flow | undefined
  isActive: boolean
  components: readonly ComponentSummary[]
  /** The ids of the credentials that the steps of this flow use. */
  inFlow: readonly string[]
  count: number
  dispatch: Dispatch<EditorAction>
  grab(step: DraftStep, event: PointerEvent): void
  move(step: DraftStep, to: number): void
  remove(step: DraftStep): void
  /** Opens or collapses a step. */
  toggle(key: string, isOpen: boolean): void
}

const StepsContext = createContext<StepsContextValue | undefined>(undefined)
/** Provides the context of the steps. */
export const StepsProvider = StepsContext.Provider

/** Returns the context of the steps. @throws outside a StepsProvider */
export function useSteps(): StepsContextValue {
  const context = useContext(StepsContext)
  if (!context) throw new Error('useSteps must be used inside a StepsProvider.')
  return context
}
