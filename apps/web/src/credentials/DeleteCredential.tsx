import { Button, Group, Skeleton, Stack, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import type { CredentialSummary } from '@stepkey/shared/credential'
import type { Usage } from '@stepkey/shared/usage'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { sentenceOf, useApi } from '../api.ts'
import { Dialog } from '../ui/Dialog.tsx'
import { FlowLinks } from './FlowLinks.tsx'
import { useCredentialsChanged } from './useCredentialsChanged.ts'

interface DeleteCredentialProps {
  credential: CredentialSummary
  onClose(): void
}

/** Asks before deleting; while active flows use the credential it says which instead, and what to do. */
export function DeleteCredential({ credential: { id, name }, onClose }: DeleteCredentialProps) {
  const { trpc } = useApi()
  const queryClient = useQueryClient()
  const credentialsChanged = useCredentialsChanged()
  const [refusal, setRefusal] = useState<Usage>()
  // Another person may have activated a flow a second ago: never from the cache.
  const asked = useQuery(
    trpc.credentials.usage.queryOptions({ credentialId: id }, { staleTime: 0, gcTime: 0 }),
  )
  const usage = refusal ?? asked.data
  const active = usage?.flows.filter(({ status }) => status === 'active') ?? []

  const remove = useMutation(
    trpc.credentials.remove.mutationOptions({
      onSuccess: async (result) => {
        if (result.outcome === 'in_use') setRefusal(result)
        else {
          onClose()
          // What is gone can't be asked about again.
          queryClient.removeQueries(trpc.credentials.usage.queryFilter({ credentialId: id }))
          notifications.show({
            color: 'leaf',
            title: `“${name}” was deleted`,
            message: 'Its values are gone for good.',
          })
        }
        await credentialsChanged()
      },
    }),
  )

  const failure = asked.error ?? remove.error
  return (
    <Dialog title={titleOf(name, usage)} onClose={onClose}>
      {failure ? (
        <Text role="alert">{sentenceOf(failure)}</Text>
      ) : !usage ? (
        <Skeleton height={90} />
      ) : active.length > 0 ? (
        <InUse usage={{ flows: active, hidden: usage.hidden }} onClose={onClose} />
      ) : (
        <Confirmation
          usage={usage}
          deleting={remove.isPending}
          onDelete={() => remove.mutate({ credentialId: id })}
          onClose={onClose}
        />
      )}
    </Dialog>
  )
}

function titleOf(name: string, usage: Usage | undefined): string {
  const count = usage?.flows.filter(({ status }) => status === 'active').length ?? 0
  if (count === 0) return `Delete “${name}”?`
  return `“${name}” is used by ${count === 1 ? '1 active flow' : `${count} active flows`}`
}

function InUse({ usage, onClose }: { usage: Usage; onClose(): void }) {
  return (
    <Stack gap="md">
      <Text size="sm">It can’t be deleted while a running flow needs it:</Text>
      <FlowLinks {...usage} />
      <Text size="sm">
        Open {usage.flows.length === 1 ? 'the flow' : 'each flow'}, then choose another credential in the
        step, deactivate the flow, or delete it.
      </Text>
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          Close
        </Button>
      </Group>
    </Stack>
  )
}

interface ConfirmationProps {
  usage: Usage
  deleting: boolean
  onDelete(): void
  onClose(): void
}

function Confirmation({ usage, deleting, onDelete, onClose }: ConfirmationProps) {
  return (
    <Stack gap="md">
      {usage.flows.length > 0 ? (
        <>
          <Text size="sm">
            No active flow uses it. These steps of inactive flows will be left without a credential:
          </Text>
          <FlowLinks {...usage} />
        </>
      ) : (
        <Text size="sm">No flow uses it. Its values can’t be brought back.</Text>
      )}
      <Group justify="flex-end" gap="sm">
        <Button variant="default" onClick={onClose} data-autofocus>
          Keep it
        </Button>
        <Button color="red" onClick={onDelete} loading={deleting}>
          Delete
        </Button>
      </Group>
    </Stack>
  )
}
