import { Button, Group, Text, VisuallyHidden } from '@mantine/core'
import { IconPencil } from '@tabler/icons-react'
import { BusyButton } from '../../ui/inputs/BusyButton.tsx'
import classes from './UnsavedBar.module.css'
import type { FlowEditing } from './useFlowEditor.ts'

interface UnsavedBarProps {
  editing: FlowEditing
  /** Asks for confirmation if there is unsaved input. */
  mayBeDiscarded(): Promise<boolean>
}

/** Shows Save and Discard at the bottom of the window while there are unsaved changes. */
export function UnsavedBar({ editing, mayBeDiscarded }: UnsavedBarProps) {
  const { base, changed, work, save, dispatch } = editing
  async function discard() {
    if (await mayBeDiscarded()) dispatch({ type: 'loaded', flow: base })
  }
  return (
    <div className={classes.container}>
      {/* A live region that is always rendered; a bar that appears with its text would not be announced. */}
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
