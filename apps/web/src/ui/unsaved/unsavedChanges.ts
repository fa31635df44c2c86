import { createContext, useContext, useEffect, useId } from 'react'

/** Why changes would be lost: the user leaves the page, or discards a part of it. */
export type LeaveReason = 'leave' | 'discard'

/** Registers unsaved changes and asks before they are discarded. */
export interface Unsaved {
  /** Registers unsaved changes with a sentence about them. @returns a function that removes them */
  register(id: string, sentence: string): () => void
  /** Asks whether these changes may be discarded. */
  confirmLoss(sentences: string[], reason: LeaveReason): Promise<boolean>
  /** The question is open, on top of other dialogs. */
  isAsking: boolean
}

/** Without a provider, changes are discarded without a question. */
export const UnsavedContext = createContext<Unsaved>({
  register: () => () => {},
  confirmLoss: async () => true,
  isAsking: false,
})

/**
 * Registers unsaved changes while there is a sentence about them; the page then asks before it is left.
 * @returns a function that asks, for actions that discard the changes without leaving the page
 */
export function useUnsaved(sentence: string | undefined): () => Promise<boolean> {
  const unsaved = useContext(UnsavedContext)
  useUnsavedChanges(unsaved, sentence)
  return async () => sentence === undefined || (await unsaved.confirmLoss([sentence], 'leave'))
}

/** Registers unsaved changes while there is a sentence about them. */
export function useUnsavedChanges({ register }: Unsaved, sentence: string | undefined) {
  const id = useId()
  useEffect(() => (sentence === undefined ? undefined : register(id, sentence)), [register, id, sentence])
}
