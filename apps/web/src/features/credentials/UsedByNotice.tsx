import { Alert, Stack } from '@mantine/core'
import type { CredentialSummary } from '@stepkey/shared/credential'
import { IconRoute } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useApi } from '../../workspace/useApi.ts'
import { FlowLinks } from './FlowLinks.tsx'

/** Names the active flows that changes take effect in. */
export function UsedByNotice({
  credential,
}: {
  credential: Pick<CredentialSummary, 'id' | 'activeFlowCount'>
}) {
  const { trpc } = useApi()
  const { id: credentialId, activeFlowCount } = credential
  const { data } = useQuery(trpc.credentials.usage.queryOptions({ credentialId }))
  const active = data?.flows.filter(({ status }) => status === 'active') ?? []
  if (active.length === 0) return null
  return (
    <Alert
      color="plum"
      icon={<IconRoute aria-hidden />}
      title={activeFlowCount === 1 ? 'An active flow uses this' : `${activeFlowCount} active flows use this`}
    >
      <Stack gap="xs">
        Your changes take effect there immediately.
        <FlowLinks flows={active} hidden={Math.max(activeFlowCount - active.length, 0)} limit={3} />
      </Stack>
    </Alert>
  )
}
