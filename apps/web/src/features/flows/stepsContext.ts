import type { ComponentSummary } from '@stepkey/shared/catalog-api'
import type { Flow } from '@stepkey/shared/flow'
import { createContext, type Dispatch, type PointerEvent, useContext } from 'react'
import type { EditorAction } from './editorState.ts'
import type { DraftStep } from './flowDraft.ts'

/**
 * What every step needs of the flow around it. Typing changes none of this, so that in a flow of a hundred steps
 * only the one that is being typed in is drawn again.
 */
export interface StepsAround {
  base: Flow | undefined
  isActive: boolean
  components: readonly ComponentSummary[]
  /** The credentials that the steps of this flow have chosen. */
  inFlow: readonly string[]
  count: number
  dispatch: Dispatch<EditorAction>
  grab(step: DraftStep, event: PointerEvent): void
  move(step: DraftStep, to: number): void
  remove(step: DraftStep): void
}

const StepsContext = createContext<StepsAround | undefined>(undefined)
export const StepsProvider = StepsContext.Provider

export function useSteps(): StepsAround {
  const around = useContext(StepsContext)
  if (!around) throw new Error('A step needs a StepsProvider around it.')
  return around
}
