import { createContext, useContext, useEffect, useId } from 'react'

/** What loses it: going elsewhere, or doing something on the same page. */
export type LeaveReason = 'leave' | 'discard'

export interface Unsaved {
  /** Notes what would be lost, in a sentence. @returns what ends that */
  hold(id: string, sentence: string): () => void
  /** Asks whether that may be lost. */
  mayBeLost(sentences: string[], way: LeaveReason): Promise<boolean>
  /** Somebody is being asked, over whatever is open. */
  isAsking: boolean
}

/** Where nobody can be asked, nothing is held back. */
export const UnsavedContext = createContext<Unsaved>({
  hold: () => () => {},
  mayBeLost: async () => true,
  isAsking: false,
})

/**
 * As long as there is a sentence that says what isn't saved yet, the page is not left without asking.
 * @returns what asks, for a way out that isn't another page
 */
export function useUnsaved(sentence: string | undefined): () => Promise<boolean> {
  const unsaved = useContext(UnsavedContext)
  useUnsavedChanges(unsaved, sentence)
  return async () => sentence === undefined || (await unsaved.mayBeLost([sentence], 'leave'))
}

/** Has what isn't saved counted among what would be lost. */
export function useUnsavedChanges({ hold }: Unsaved, sentence: string | undefined) {
  const id = useId()
  useEffect(() => (sentence === undefined ? undefined : hold(id, sentence)), [hold, id, sentence])
}
