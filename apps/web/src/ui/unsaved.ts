import { createContext, useContext, useEffect, useId, useMemo, useState } from 'react'

/** What loses it: going elsewhere, or doing something on the same page. */
export type Way = 'leave' | 'discard'

interface Unsaved {
  /** Notes what would be lost, in a sentence. @returns what ends that */
  hold(id: string, sentence: string): () => void
  /** Asks whether that may be lost. */
  mayBeLost(sentences: string[], way: Way): Promise<boolean>
}

/** Where nobody can be asked, nothing is held back. */
export const UnsavedContext = createContext<Unsaved>({
  hold: () => () => {},
  mayBeLost: async () => true,
})

/**
 * As long as there is a sentence that says what isn't saved yet, the page is not left without asking.
 * @returns what asks, for a way out that isn't another page
 */
export function useUnsaved(sentence: string | undefined): () => Promise<boolean> {
  const unsaved = useContext(UnsavedContext)
  useHold(unsaved, sentence)
  return async () => sentence === undefined || (await unsaved.mayBeLost([sentence], 'leave'))
}

/**
 * A part of a page that can be given up alone: `mayBeDiscarded` asks, if there is anything in it that isn't saved.
 * @param sentence says what of the part itself isn't saved
 */
export function useUnsavedPart(sentence?: string) {
  const around = useContext(UnsavedContext)
  const [held] = useState(() => new Map<string, string>())
  const unsaved = useMemo<Unsaved>(
    () => ({
      hold(id, sentence) {
        const letGo = around.hold(id, sentence)
        held.set(id, sentence)
        return () => {
          held.delete(id)
          letGo()
        }
      },
      mayBeLost: around.mayBeLost,
    }),
    [around, held],
  )
  useHold(unsaved, sentence)
  const mayBeDiscarded = useMemo(
    () => async () => held.size === 0 || (await around.mayBeLost([...held.values()], 'discard')),
    [around, held],
  )
  return { unsaved, mayBeDiscarded }
}

function useHold({ hold }: Unsaved, sentence: string | undefined) {
  const id = useId()
  useEffect(() => (sentence === undefined ? undefined : hold(id, sentence)), [hold, id, sentence])
}
