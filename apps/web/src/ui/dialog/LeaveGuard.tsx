import { useBlocker } from '@tanstack/react-router'
import { type ReactNode, useCallback, useMemo, useRef, useState } from 'react'
import { preloadable, usePreload } from '../loading/preloadable.ts'
import { type LeaveReason, UnsavedContext } from '../unsaved/unsavedChanges.ts'

const leaveDialog = preloadable(() => import('./LeaveDialog.tsx'))

/** Asks once before unsaved changes are discarded, for all of them together. */
export function LeaveGuard({ children }: { children: ReactNode }) {
  const [sentences] = useState(() => new Map<string, string>())
  const [question, setQuestion] = useState<{
    unsaved: string[]
    reason: LeaveReason
    settle(confirmLoss: boolean): void
  }>()
  const LeaveDialog = usePreload(leaveDialog, question !== undefined)
  const pendingAnswer = useRef<Promise<boolean>>(undefined)

  const register = useCallback(
    (id: string, sentence: string) => {
      sentences.set(id, sentence)
      return () => void sentences.delete(id)
    },
    [sentences],
  )
  const confirmLoss = useCallback(async (unsaved: string[], reason: LeaveReason) => {
    pendingAnswer.current ??= new Promise((settle) => setQuestion({ unsaved, reason, settle }))
    const answer = await pendingAnswer.current
    pendingAnswer.current = undefined
    setQuestion(undefined)
    return answer
  }, [])

  useBlocker({
    shouldBlockFn: async ({ current, next }) =>
      sentences.size > 0 &&
      next.pathname !== current.pathname &&
      !(await confirmLoss([...sentences.values()], 'leave')),
    enableBeforeUnload: () => sentences.size > 0,
  })

  const isAsking = question !== undefined
  const unsaved = useMemo(() => ({ register, confirmLoss, isAsking }), [register, confirmLoss, isAsking])
  return (
    <>
      <UnsavedContext value={unsaved}>{children}</UnsavedContext>
      {/* Outside of the context: dialogs inside it hide while this one is open. */}
      {question && LeaveDialog && (
        <LeaveDialog reason={question.reason} unsaved={question.unsaved} onAnswer={question.settle} />
      )}
    </>
  )
}
