import { Button, Group, Text, VisuallyHidden } from '@mantine/core'
import { IconPencil } from '@tabler/icons-react'
import { BusyButton } from '../../ui/inputs/BusyButton.tsx'
import classes from './UnsavedBar.module.css'
import type { FlowEditing } from './useFlowEditor.ts'

interface UnsavedBarProps {
  editing: FlowEditing
  /** Asks, where it would be missed. */
  mayBeDiscarded(): Promise<boolean>
}

/** Stays in sight at the foot of the window as long as something isn't saved. */
export function UnsavedBar({ editing, mayBeDiscarded }: UnsavedBarProps) {
  const { base, changed, work, save, dispatch } = editing
  async function discard() {
    if (await mayBeDiscarded()) dispatch({ type: 'loaded', flow: base })
  }
  return (
    <div className={classes.place}>
      {/* The bar itself comes with its words, and what does isn't read out. */}
      <VisuallyHidden role="status">{changed && 'Unsaved changes'}</VisuallyHidden>
      {changed && (
        <Group className={classes.bar} justify="space-between" gap="sm">
          <Group gap="xs" wrap="nowrap">
            <IconPencil size={16} aria-hidden />
            <Text size="sm" fw={500} aria-hidden>
              Unsaved changes
            </Text>
          </Group>
          <Group gap="sm" className={classes.buttons}>
            <Button variant="default" onClick={discard} disabled={work !== undefined}>
              Discard
            </Button>
            <BusyButton onClick={save} isWaiting={work === 'saving'}>
              Save flow
            </BusyButton>
          </Group>
        </Group>
      )}
    </div>
  )
}
