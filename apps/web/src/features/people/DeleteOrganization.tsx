import { Text, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { ConfirmDialog } from '../../ui/dialog/ConfirmDialog.tsx'
import { isolated } from '../../ui/text/isolated.ts'
import { useApi } from '../../workspace/useApi.ts'
import { useWorkspace } from '../../workspace/workspaceScope.ts'
import { useMembershipsChanged } from '../workspaces/useMembershipsChanged.ts'

/** Deletes the organization. If it is not empty, the user must type its name first. */
export function DeleteOrganization({ onClose }: { onClose(): void }) {
  const { client } = useApi()
  const { name } = useWorkspace()
  const navigate = useNavigate()
  const membershipsChanged = useMembershipsChanged()
  const [contents, setContents] = useState<{ credentials: number; flows: number; revocations: number }>()
  const [typedName, setTypedName] = useState('')
  return (
    <ConfirmDialog
      title={contents ? `${isolated(name)} is not empty` : `Delete ${isolated(name)}?`}
      confirm={contents ? 'Delete everything' : 'Delete'}
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
          title: `${isolated(name)} was deleted`,
          message: 'Its members still have their own workspaces.',
        })
      }}
      inputs={
        contents && (
          <TextInput
            label={`To delete it, type “${isolated(name)}”`}
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
          It contains <Count count={contents.credentials} noun="credential" /> and{' '}
          <Count count={contents.flows} noun="flow" />. They are deleted, too: active flows stop immediately,
          API keys stop working, and nothing can be restored.
          {contents.revocations > 0 && (
            <>
              {' '}
              <Count count={contents.revocations} noun="revocation" />{' '}
              {contents.revocations === 1 ? 'is' : 'are'} not confirmed by the provider yet. Stepkey stops
              trying: old keys and access stay valid unless you revoke them there. Home lists them.
            </>
          )}
        </>
      ) : (
        'All members lose access, and its API keys stop working. It can’t be restored.'
      )}
    </ConfirmDialog>
  )
}

const Count = ({ count, noun }: { count: number; noun: string }) => (
  <Text span inherit fw={600}>
    {count === 1 ? `1 ${noun}` : `${count} ${noun}s`}
  </Text>
)
