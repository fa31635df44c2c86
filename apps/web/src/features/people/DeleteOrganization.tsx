import { Text, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { ConfirmDialog } from '../../ui/dialog/ConfirmDialog.tsx'
import { useApi } from '../../workspace/useApi.ts'
import { useWorkspace } from '../../workspace/workspaceScope.ts'
import { useMembershipsChanged } from '../workspaces/useMembershipsChanged.ts'

/** Deletes the organization; while it holds anything, only after its name was typed. */
export function DeleteOrganization({ onClose }: { onClose(): void }) {
  const { client } = useApi()
  const { name } = useWorkspace()
  const navigate = useNavigate()
  const membershipsChanged = useMembershipsChanged()
  const [contents, setContents] = useState<{ credentials: number; flows: number }>()
  const [typedName, setTypedName] = useState('')
  return (
    <ConfirmDialog
      title={contents ? `${name} is not empty` : `Delete ${name}?`}
      confirm={contents ? 'Delete everything' : 'Delete'}
      keep="Keep it"
      isDisabled={contents !== undefined && typedName.trim() !== name}
      onConfirm={async () => {
        const result = await client.organizations.remove.mutate(contents ? { typedName } : {})
        if (result.outcome === 'deleted') return true
        setContents(result)
        return false
      }}
      onClose={onClose}
      onDone={async () => {
        await membershipsChanged()
        await navigate({ to: '/' })
        notifications.show({
          color: 'leaf',
          title: `${name} was deleted`,
          message: 'Its members still have their own workspaces.',
        })
      }}
      inputs={
        contents && (
          <TextInput
            label={`To delete it, type “${name}”`}
            value={typedName}
            onChange={(event) => setTypedName(event.currentTarget.value)}
            autoComplete="off"
            autoFocus
            data-1p-ignore
          />
        )
      }
    >
      {contents ? (
        <>
          It holds <Counted count={contents.credentials} thing="credential" /> and{' '}
          <Counted count={contents.flows} thing="flow" />. They are deleted with it: active flows stop at
          once, API keys stop working, and nothing can be brought back.
        </>
      ) : (
        'All its members lose it, and its API keys stop working. It can’t be brought back.'
      )}
    </ConfirmDialog>
  )
}

const Counted = ({ count, thing }: { count: number; thing: string }) => (
  <Text span inherit fw={600}>
    {count === 1 ? `1 ${thing}` : `${count} ${thing}s`}
  </Text>
)
