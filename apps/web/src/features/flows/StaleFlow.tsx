import { Alert, Button, Group, Stack } from '@mantine/core'
import type { Flow } from '@stepkey/shared/flow'
import { IconUsers } from '@tabler/icons-react'
import { useEffect, useRef } from 'react'
import type { FlowEditing } from './useFlowEditor.ts'

/** Somebody else changed the flow meanwhile: whose version shall stand? */
export function StaleFlow({ theirs, editing }: { theirs: Flow; editing: FlowEditing }) {
  const alert = useRef<HTMLDivElement>(null)
  useEffect(() => alert.current?.focus(), [])
  return (
    <Alert
      ref={alert}
      tabIndex={-1}
      role="alert"
      color="amber"
      icon={<IconUsers aria-hidden />}
      title="Somebody changed this flow meanwhile"
      styles={{
        title: { color: 'var(--mantine-color-text)' },
        message: { color: 'var(--mantine-color-text)' },
      }}
    >
      <Stack gap="sm">
        <span>
          Nothing was saved, and what you typed is still here. Theirs is called “{theirs.name}” and has{' '}
          {theirs.steps.length === 1 ? '1 step' : `${theirs.steps.length} steps`}.
        </span>
        <Group gap="xs">
          <Button onClick={() => editing.overwrite(theirs)}>Save mine over it</Button>
          <Button variant="default" onClick={() => editing.dispatch({ type: 'loaded', flow: theirs })}>
            Load theirs
          </Button>
        </Group>
      </Stack>
    </Alert>
  )
}
