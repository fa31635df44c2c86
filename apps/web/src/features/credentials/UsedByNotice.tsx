import { Alert } from '@mantine/core'
import { IconRoute } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Fragment } from 'react'
import { TextLink } from '../../ui/layout/links.tsx'
import { useApi } from '../../workspace/useApi.ts'
import { useWorkspaceId } from '../../workspace/workspaceScope.ts'

/** Names the active flows that changes take effect in. */
export function UsedByNotice({ credentialId }: { credentialId: string }) {
  const { trpc } = useApi()
  const workspace = useWorkspaceId()
  const { data } = useQuery(trpc.credentials.usage.queryOptions({ credentialId }))
  const active = data?.flows.filter(({ status }) => status === 'active') ?? []
  if (active.length === 0) return null
  return (
    <Alert color="plum" icon={<IconRoute aria-hidden />}>
      {active.length === 1 ? 'An active flow uses this: ' : `${active.length} active flows use this: `}
      {active.map((flow, index) => (
        <Fragment key={flow.id}>
          {index > 0 && ', '}
          <TextLink to="/w/$workspace/flows/$flow" params={{ workspace, flow: flow.id }} inherit fw={600}>
            {flow.name}
          </TextLink>
        </Fragment>
      ))}
      {data && data.hidden > 0 && ` and ${data.hidden} more`}. Your changes take effect there immediately.
    </Alert>
  )
}
