import { useBlocker } from '@tanstack/react-router'
import { type ReactNode, useCallback, useMemo, useRef, useState } from 'react'
import { preloadable, usePreload } from '../loading/preloadable.ts'
import { type LeaveReason, UnsavedContext } from '../unsaved/unsavedChanges.ts'

const leaveDialog = preloadable(() => import('./LeaveDialog.tsx'))

/** Asks before something is left behind that isn't saved: once, however much there is. */
export function LeaveGuard({ children }: { children: ReactNode }) {
  const [sentences] = useState(() => new Map<string, string>())
  const [asking, setAsking] = useState<{
    lost: string[]
    way: LeaveReason
    settle(mayBeLost: boolean): void
  }>()
  const LeaveDialog = usePreload(leaveDialog, asking !== undefined)
  const asked = useRef<Promise<boolean>>(undefined)

  const hold = useCallback(
    (id: string, sentence: string) => {
      sentences.set(id, sentence)
      return () => void sentences.delete(id)
    },
    [sentences],
  )
  const mayBeLost = useCallback(async (lost: string[], way: LeaveReason) => {
    asked.current ??= new Promise((settle) => setAsking({ lost, way, settle }))
    const answer = await asked.current
    asked.current = undefined
    setAsking(undefined)
    return answer
  }, [])

  useBlocker({
    shouldBlockFn: async ({ current, next }) =>
      sentences.size > 0 &&
      next.pathname !== current.pathname &&
      !(await mayBeLost([...sentences.values()], 'leave')),
    enableBeforeUnload: () => sentences.size > 0,
  })

  const isAsking = asking !== undefined
  const unsaved = useMemo(() => ({ hold, mayBeLost, isAsking }), [hold, mayBeLost, isAsking])
  return (
    <>
      <UnsavedContext value={unsaved}>{children}</UnsavedContext>
      {/* Outside of it: dialogs in it step back for this one. */}
      {asking && LeaveDialog && <LeaveDialog way={asking.way} lost={asking.lost} onAnswer={asking.settle} />}
    </>
  )
}
