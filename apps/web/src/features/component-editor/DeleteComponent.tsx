import { List, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import type { ComponentRemoved, OwnComponent } from '@stepkey/shared/own-component'
import { useState } from 'react'
import { ConfirmDialog } from '../../ui/dialog/ConfirmDialog.tsx'
import { isolated } from '../../ui/text/isolated.ts'
import { useApi } from '../../workspace/useApi.ts'
import { useComponentsChanged } from './useComponentsChanged.ts'

/** Deletes a component with all versions, or names what still uses it. */
export function DeleteComponent({ component, onClose }: { component: OwnComponent; onClose(): void }) {
  const { id, title } = component
  const { client } = useApi()
  const componentsChanged = useComponentsChanged()
  const [uses, setUses] = useState<Extract<ComponentRemoved, { outcome: 'in_use' }>>()
  return (
    <ConfirmDialog
      title={`Delete “${isolated(title)}”?`}
      confirm="Delete"
      isDisabled={uses !== undefined}
      onConfirm={async () => {
        const answer = await client.components.remove.mutate({ componentId: id })
        if (answer.outcome === 'deleted') return true
        setUses(answer)
        return false
      }}
      inputs={
        uses && (
          <div role="alert">
            <Text size="sm">It can’t be deleted, because it is in use. You can archive it instead.</Text>
            <List size="sm" mt="xs">
              {uses.credentials.map(({ id, name }) => (
                <List.Item key={id}>Credential “{isolated(name)}”</List.Item>
              ))}
              {uses.flows.map(({ id, name }) => (
                <List.Item key={id}>Active flow “{isolated(name)}”</List.Item>
              ))}
              {uses.oauthAppCount > 0 && <List.Item>OAuth apps: {uses.oauthAppCount}</List.Item>}
            </List>
          </div>
        )
      }
      onClose={onClose}
      onDone={async () => {
        notifications.show({
          color: 'leaf',
          title: `${title} was deleted`,
          message: 'With all its versions.',
        })
        await componentsChanged()
      }}
    >
      All its versions are deleted. This can’t be undone.
    </ConfirmDialog>
  )
}
