import { createContext, useContext, useEffect, useId } from 'react'

interface Unsaved {
  /** What would be lost, each in a sentence. */
  sentences: Map<string, string>
  /** Asks whether that may be lost. */
  mayBeLost(sentences: string[]): Promise<boolean>
  /** Somebody is being asked, over whatever is open. */
  isAsking: boolean
}

/** Where nobody can be asked, nothing is held back. */
export const UnsavedContext = createContext<Unsaved>({
  sentences: new Map(),
  mayBeLost: async () => true,
  isAsking: false,
})

/**
 * As long as there is a sentence that says what isn't saved yet, the page is not left without asking.
 * @returns what asks, for a way out that isn't another page
 */
export function useUnsaved(sentence: string | undefined): () => Promise<boolean> {
  const { sentences, mayBeLost } = useContext(UnsavedContext)
  const id = useId()
  useEffect(() => {
    if (sentence === undefined) return
    sentences.set(id, sentence)
    return () => void sentences.delete(id)
  }, [sentences, id, sentence])
  return async () => sentence === undefined || (await mayBeLost([sentence]))
}
