import { ActionIcon, Group } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconGripVertical, IconTrash } from '@tabler/icons-react'
import type { PointerEvent } from 'react'
import classes from './StepList.module.css'

interface StepActionsProps {
  title: string
  index: number
  count: number
  onGrab(event: PointerEvent): void
  onMove(to: number): void
  onRemove(): void
}

/** Moves a step, by hand or by key, and removes it. */
export function StepActions({ title, index, count, onGrab, onMove, onRemove }: StepActionsProps) {
  const moves = [
    { words: `Move ${title} up`, Icon: IconArrowUp, to: index - 1, isEnd: index === 0 },
    { words: `Move ${title} down`, Icon: IconArrowDown, to: index + 1, isEnd: index === count - 1 },
  ]
  return (
    <Group gap={2} wrap="nowrap" className={classes.actions}>
      {count > 1 &&
        moves.map(({ words, Icon, to, isEnd }) => (
          <ActionIcon
            key={words}
            variant="subtle"
            color="gray"
            aria-label={words}
            title={words}
            // Not `disabled`: that would take the focus away from who has just moved the step here.
            aria-disabled={isEnd}
            onClick={() => !isEnd && onMove(to)}
          >
            <Icon size={16} aria-hidden />
          </ActionIcon>
        ))}
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={`Remove ${title}`}
        title={`Remove ${title}`}
        onClick={onRemove}
      >
        <IconTrash size={16} aria-hidden />
      </ActionIcon>
      {count > 1 && (
        <div className={classes.grip} onPointerDown={onGrab} aria-hidden title="Drag to reorder">
          <IconGripVertical size={16} />
        </div>
      )}
    </Group>
  )
}
