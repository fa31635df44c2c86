import { useBlocker } from '@tanstack/react-router'
import { lazy, type ReactNode, Suspense, useCallback, useMemo, useRef, useState } from 'react'
import { UnsavedContext } from './unsaved.ts'

const LeaveDialog = lazy(() => import('./LeaveDialog.tsx'))

/** Asks before something is left behind that isn't saved: once, however much there is. */
export function LeaveGuard({ children }: { children: ReactNode }) {
  const [sentences] = useState(() => new Map<string, string>())
  const [asking, setAsking] = useState<{ lost: string[]; settle(leave: boolean): void }>()
  const asked = useRef<Promise<boolean>>(undefined)

  const mayBeLost = useCallback(async (lost: string[]) => {
    asked.current ??= new Promise((settle) => setAsking({ lost, settle }))
    const answer = await asked.current
    asked.current = undefined
    setAsking(undefined)
    return answer
  }, [])

  useBlocker({
    shouldBlockFn: async ({ current, next }) =>
      sentences.size > 0 && next.pathname !== current.pathname && !(await mayBeLost([...sentences.values()])),
    enableBeforeUnload: () => sentences.size > 0,
  })

  const isAsking = asking !== undefined
  const unsaved = useMemo(() => ({ sentences, mayBeLost, isAsking }), [sentences, mayBeLost, isAsking])
  return (
    <>
      <UnsavedContext value={unsaved}>{children}</UnsavedContext>
      {/* Outside of it: dialogs in it step back for this one. */}
      {asking && (
        <Suspense>
          <LeaveDialog lost={asking.lost} onAnswer={asking.settle} />
        </Suspense>
      )}
    </>
  )
}
