import { Button, Group, Skeleton, Stack, Text } from '@mantine/core'
import type { Usage } from '@stepkey/shared/usage'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Dialog } from '../../ui/dialog/Dialog.tsx'
import { FormError } from '../../ui/feedback/FormError.tsx'
import { LoadError } from '../../ui/feedback/LoadError.tsx'
import { useApi } from '../../workspace/useApi.ts'
import { FlowLinks } from './FlowLinks.tsx'

interface GuardedDialogProps {
  credential: { id: string; name: string }
  /** What it asks, as long as nothing is in the way. */
  title: string
  /** What can't be done to it while it is in use. */
  done: 'deleted' | 'disconnected'
  /** What the server said was in the way. */
  refusal: Usage | undefined
  error: unknown
  onClose(): void
  children(usage: Usage): ReactNode
}

/** Asks before something is taken from flows; while active ones use it, says which instead, and what to do. */
export function UsageGuardDialog(props: GuardedDialogProps) {
  const { credential, title, done, refusal, error, onClose, children } = props
  const { trpc } = useApi()
  // Another person may have activated a flow a second ago: never from the cache.
  const asked = useQuery(
    trpc.credentials.usage.queryOptions({ credentialId: credential.id }, { staleTime: 0, gcTime: 0 }),
  )
  const usage = refusal ?? asked.data
  const active = usage?.flows.filter(({ status }) => status === 'active') ?? []
  return (
    <Dialog title={active.length > 0 ? inUse(credential.name, active.length) : title} onClose={onClose}>
      <Stack gap="md">
        {!usage && (asked.error ? <LoadError of={asked} /> : <Skeleton height={90} />)}
        {usage && <FormError of={error} />}
        {usage &&
          (active.length > 0 ? (
            <InUse usage={{ flows: active, hidden: usage.hidden }} done={done} onClose={onClose} />
          ) : (
            children(usage)
          ))}
      </Stack>
    </Dialog>
  )
}

const inUse = (name: string, count: number) =>
  `“${name}” is used by ${count === 1 ? '1 active flow' : `${count} active flows`}`

function InUse({ usage, done, onClose }: Pick<GuardedDialogProps, 'done' | 'onClose'> & { usage: Usage }) {
  return (
    <Stack gap="md">
      <Text size="sm">It can’t be {done} while a running flow needs it:</Text>
      <FlowLinks {...usage} />
      <Text size="sm">
        Open {usage.flows.length === 1 ? 'the flow' : 'each flow'}, then choose another credential in the
        step, deactivate the flow, or delete it.
      </Text>
      <Group justify="flex-end">
        {/* It may have come in place of the question, and of the button that had the focus. */}
        <Button variant="default" onClick={onClose} autoFocus>
          Close
        </Button>
      </Group>
    </Stack>
  )
}
