import { useContext, useMemo, useState } from 'react'
import { type Unsaved, UnsavedContext, useHold } from './unsaved.ts'

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
