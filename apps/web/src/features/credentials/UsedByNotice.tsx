import { Alert, Stack } from '@mantine/core'
import type { CredentialSummary } from '@stepkey/shared/credential'
import { IconRoute } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { formatTime } from '../../ui/time/format.ts'
import { useApi } from '../../workspace/useApi.ts'
import { FlowLinks } from './FlowLinks.tsx'

/** Names the active flows that changes take effect in; those that fail if the credential does. */
export function UsedByNotice({
  credential,
}: {
  credential: Pick<CredentialSummary, 'id' | 'activeFlowCount' | 'status' | 'nextAttemptAt'>
}) {
  const { trpc } = useApi()
  const { id: credentialId, activeFlowCount, status, nextAttemptAt } = credential
  const { data } = useQuery(trpc.credentials.usage.queryOptions({ credentialId }))
  const active = data?.flows.filter(({ status }) => status === 'active') ?? []
  if (active.length === 0) return null
  return (
    <Alert
      color="plum"
      // It is there from the start, so it does not interrupt.
      role="group"
      icon={<IconRoute aria-hidden />}
      title={titleFor(activeFlowCount, status === 'failing' || status === 'reconnect')}
    >
      <Stack gap="xs">
        {nextAttemptAt
          ? `Nothing is issued to them until ${formatTime(nextAttemptAt)}. Then Stepkey tries once more when one of them asks. Your changes take effect immediately.`
          : 'Your changes take effect there immediately.'}
        <FlowLinks flows={active} hidden={Math.max(activeFlowCount - active.length, 0)} limit={3} />
      </Stack>
    </Alert>
  )
}

function titleFor(count: number, isFailing: boolean): string {
  if (isFailing)
    return count === 1 ? 'An active flow fails with this' : `${count} active flows fail with this`
  return count === 1 ? 'An active flow uses this' : `${count} active flows use this`
}
