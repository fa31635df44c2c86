import { IconArrowDown, IconArrowUp, IconGripVertical, IconTrash } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { DraftStep } from './flowDraft.ts'
import { StepAction } from './StepAction.tsx'
import classes from './StepList.module.css'
import { useSteps } from './stepsContext.ts'

interface StepActionsProps {
  step: DraftStep
  title: string
  index: number
  /** Asks for confirmation before unsaved input in the step is discarded. */
  mayBeDiscarded?(): Promise<boolean>
  /** Another action, at the end. */
  children?: ReactNode
}

/** Moves a step with buttons or by dragging, and removes it. */
export function StepActions({ step, title, index, mayBeDiscarded, children }: StepActionsProps) {
  const { count, grab, move, remove } = useSteps()
  const moves = [
    { label: `Move ${title} up`, Icon: IconArrowUp, to: index - 1, isEnd: index === 0 },
    { label: `Move ${title} down`, Icon: IconArrowDown, to: index + 1, isEnd: index === count - 1 },
  ]
  return (
    <div className={classes.actions}>
      {count > 1 &&
        moves.map(({ label, Icon, to, isEnd }) => (
          <StepAction
            key={label}
            label={label}
            // Not `disabled`: the button would lose the focus after the move.
            aria-disabled={isEnd}
            onClick={() => !isEnd && move(step, to)}
          >
            <Icon size={16} aria-hidden />
          </StepAction>
        ))}
      <StepAction
        label={`Remove ${title}`}
        onClick={async () => {
          if (!mayBeDiscarded || (await mayBeDiscarded())) remove(step)
        }}
      >
        <IconTrash size={16} aria-hidden />
      </StepAction>
      {children}
      {count > 1 && (
        <div
          className={classes.grip}
          onPointerDown={(event) => grab(step, event)}
          aria-hidden
          title="Drag to reorder"
        >
          <IconGripVertical size={16} />
        </div>
      )}
    </div>
  )
}
