import { Group, Text } from '@mantine/core'
import type { ConnectTask } from '@stepkey/shared/connect'
import { IconCircleCheck } from '@tabler/icons-react'
import { useState } from 'react'
import { InlineNewCredential } from '../credentials/InlineNewCredential.tsx'
import type { PickerEvents } from './PickerForToken.tsx'

interface MakeOneProps extends Pick<PickerEvents, 'onCreated' | 'onCancelled'> {
  task: ConnectTask
}

/** Makes a credential, for whoever may not see those that there are. */
export function CreateInEmbed({ task, onCreated, onCancelled }: MakeOneProps) {
  const [made, setMade] = useState<string>()
  if (made !== undefined) {
    return (
      <Group gap={6} wrap="nowrap" role="status" c="var(--stepkey-good)">
        <IconCircleCheck size={18} aria-hidden style={{ flex: 'none' }} />
        <Text size="sm">“{made}” was saved.</Text>
      </Group>
    )
  }
  return (
    <InlineNewCredential
      componentId={task.componentId}
      bindTo={task.step}
      fixedName={task.name}
      onSaved={({ credential, flow }) => {
        setMade(credential.name)
        onCreated({ credentialId: credential.id, ...(flow && { flowVersion: flow.version }) })
      }}
      onCancel={onCancelled}
    />
  )
}
