import { Group, Text } from '@mantine/core'
import { pickedOf } from '@stepkey/connect/events'
import type { ConnectTask } from '@stepkey/shared/connect-session'
import { IconCircleCheck } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { InlineNewCredential } from '../credential-picker/InlineNewCredential.tsx'
import type { PickerEvents } from './pickerEvents.ts'

interface CreateInEmbedProps extends Pick<PickerEvents, 'onCreated' | 'onCancelled'> {
  task: ConnectTask
  componentId: string
}

/** Creates a credential, for users who may not see the existing ones. */
export function CreateInEmbed({ task, componentId, onCreated, onCancelled }: CreateInEmbedProps) {
  const t = useTranslations('picker')
  const [createdName, setCreatedName] = useState<string>()
  if (createdName !== undefined) {
    return (
      <Group gap={6} wrap="nowrap" role="status" c="var(--stepkey-good)">
        <IconCircleCheck size={18} aria-hidden style={{ flex: 'none' }} />
        <Text size="sm">{t.rich('wasSaved', { name: createdName, bdi: (text) => <bdi>{text}</bdi> })}</Text>
      </Group>
    )
  }
  return (
    <InlineNewCredential
      componentId={componentId}
      bindTo={task.step}
      fixedName={task.name}
      onSaved={(saved) => {
        setCreatedName(saved.credential.name)
        onCreated(pickedOf(saved))
      }}
      onCancel={onCancelled}
    />
  )
}
