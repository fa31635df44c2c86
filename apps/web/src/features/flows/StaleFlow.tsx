import { Alert, Button, Group, Stack } from '@mantine/core'
import type { Flow } from '@stepkey/shared/flow'
import { IconUsers } from '@tabler/icons-react'
import { useEffect, useRef } from 'react'
import type { FlowEditing } from './useFlowEditor.ts'

/** Shown if the flow was changed by another user; lets the user overwrite or reload it. */
export function StaleFlow({ latest, editing }: { latest: Flow; editing: FlowEditing }) {
  const alert = useRef<HTMLDivElement>(null)
  useEffect(() => alert.current?.focus(), [])
  return (
    <Alert
      ref={alert}
      tabIndex={-1}
      role="alert"
      color="amber"
      icon={<IconUsers aria-hidden />}
      title="This flow was changed in the meantime"
      styles={{
        title: { color: 'var(--mantine-color-text)' },
        message: { color: 'var(--mantine-color-text)' },
      }}
    >
      <Stack gap="sm">
        <span>
          Nothing was saved, and your changes are kept. The stored version is called “<bdi>{latest.name}</bdi>
          ” and has {latest.steps.length === 1 ? '1 step' : `${latest.steps.length} steps`}.
        </span>
        <Group gap="xs">
          <Button onClick={() => editing.overwrite(latest)}>Overwrite with my changes</Button>
          <Button variant="default" onClick={() => editing.dispatch({ type: 'loaded', flow: latest })}>
            Discard my changes and reload
          </Button>
        </Group>
      </Stack>
    </Alert>
  )
}
