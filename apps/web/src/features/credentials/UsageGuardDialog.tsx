import { Button, Group, Skeleton, Stack, Text } from '@mantine/core'
import type { CredentialUsage, Usage } from '@stepkey/shared/usage'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useEffect, useRef } from 'react'
import { Dialog } from '../../ui/dialog/Dialog.tsx'
import { FormError } from '../../ui/feedback/FormError.tsx'
import { LoadError } from '../../ui/feedback/LoadError.tsx'
import { isolated } from '../../ui/text/isolated.ts'
import { useApi } from '../../workspace/useApi.ts'
import { FlowLinks } from './FlowLinks.tsx'

interface UsageGuardDialogProps {
  credential: { id: string; name: string }
  /** The title while no active flow uses the credential. */
  title: string
  /** The action that is refused while the credential is in use. */
  done: 'deleted' | 'disconnected'
  /** The usage that the server refused the action for. */
  refusal: Usage | undefined
  error: unknown
  onClose(): void
  /** Lets the user choose another credential for all flows. */
  onReplace?(): void
  children(usage: Usage & Partial<CredentialUsage>): ReactNode
}

/** Confirms an action on a credential. While active flows use it, lists them and what to do instead. */
export function UsageGuardDialog(props: UsageGuardDialogProps) {
  const { credential, title, done, refusal, error, onClose, onReplace, children } = props
  const { trpc } = useApi()
  // Never from the cache: another user may have activated a flow a second ago.
  const query = useQuery(
    trpc.credentials.usage.queryOptions({ credentialId: credential.id }, { staleTime: 0, gcTime: 0 }),
  )
  const usage = refusal ?? query.data
  const active = usage?.flows.filter(({ status }) => status === 'active') ?? []
  return (
    <Dialog title={active.length > 0 ? inUse(credential.name, active.length) : title} onClose={onClose}>
      <Stack gap="md">
        {!usage && (query.error ? <LoadError of={query} /> : <Skeleton height={90} />)}
        {usage && <FormError of={error} />}
        {usage &&
          (active.length > 0 ? (
            <InUse
              usage={{ flows: active, hidden: usage.hidden }}
              done={done}
              onClose={onClose}
              onReplace={onReplace}
            />
          ) : (
            children(usage)
          ))}
      </Stack>
    </Dialog>
  )
}

const inUse = (name: string, count: number) =>
  `“${isolated(name)}” is used by ${count === 1 ? '1 active flow' : `${count} active flows`}`

function InUse({
  usage,
  done,
  onClose,
  onReplace,
}: Pick<UsageGuardDialogProps, 'done' | 'onClose' | 'onReplace'> & { usage: Usage }) {
  const button = useRef<HTMLButtonElement>(null)
  const isOne = usage.flows.length === 1
  const flows = isOne ? 'the flow' : 'each flow'
  // The list can replace the confirmation, whose button had the focus. A dialog that opens with it stays at its title.
  useEffect(() => {
    if (document.activeElement === document.body) button.current?.focus()
  }, [])
  return (
    <Stack gap="md">
      <Text size="sm">It can’t be {done} while an active flow uses it:</Text>
      <FlowLinks {...usage} />
      <Text size="sm">
        {onReplace
          ? `Choose another credential for ${isOne ? 'it' : 'all of them at once'}. Or open ${flows}, and deactivate or delete it.`
          : `Open ${flows}, then choose another credential in the step, deactivate the flow, or delete it.`}
      </Text>
      <Group justify="flex-end">
        <Button ref={button} variant="default" onClick={onClose}>
          Close
        </Button>
        {onReplace && <Button onClick={onReplace}>Choose another credential</Button>}
      </Group>
    </Stack>
  )
}
