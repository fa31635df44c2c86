import { useCallback, useContext, useMemo, useState } from 'react'
import { UnsavedContext, useUnsavedChanges } from './unsavedChanges.ts'

/**
 * Tracks the unsaved changes of one part of a page, which can be discarded alone. If there are any, `mayBeDiscarded`
 * asks the user for confirmation.
 * @param sentence describes the unsaved changes of the part itself
 */
export function useUnsavedPart(sentence?: string) {
  const { register: registerOnPage, confirmLoss, isAsking } = useContext(UnsavedContext)
  const [changes] = useState(() => new Map<string, string>())
  const register = useCallback(
    (id: string, sentence: string) => {
      const unregister = registerOnPage(id, sentence)
      changes.set(id, sentence)
      return () => {
        changes.delete(id)
        unregister()
      }
    },
    [registerOnPage, changes],
  )
  const unsaved = useMemo(() => ({ register, confirmLoss, isAsking }), [register, confirmLoss, isAsking])
  useUnsavedChanges(unsaved, sentence)
  const mayBeDiscarded = useCallback(
    async () => changes.size === 0 || (await confirmLoss([...changes.values()], 'discard')),
    [changes, confirmLoss],
  )
  return { unsaved, mayBeDiscarded }
}
