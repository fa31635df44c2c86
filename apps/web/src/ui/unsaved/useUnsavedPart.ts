import { useCallback, useContext, useMemo, useState } from 'react'
import { UnsavedContext, useUnsavedChanges } from './unsavedChanges.ts'

/**
 * A part of a page that can be given up alone: `mayBeDiscarded` asks, if there is anything in it that isn't saved.
 * @param sentence says what of the part itself isn't saved
 */
export function useUnsavedPart(sentence?: string) {
  const { hold: holdAround, mayBeLost, isAsking } = useContext(UnsavedContext)
  const [held] = useState(() => new Map<string, string>())
  const hold = useCallback(
    (id: string, sentence: string) => {
      const letGo = holdAround(id, sentence)
      held.set(id, sentence)
      return () => {
        held.delete(id)
        letGo()
      }
    },
    [holdAround, held],
  )
  const unsaved = useMemo(() => ({ hold, mayBeLost, isAsking }), [hold, mayBeLost, isAsking])
  useUnsavedChanges(unsaved, sentence)
  const mayBeDiscarded = useCallback(
    async () => held.size === 0 || (await mayBeLost([...held.values()], 'discard')),
    [held, mayBeLost],
  )
  return { unsaved, mayBeDiscarded }
}
