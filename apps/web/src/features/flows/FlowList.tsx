import { Group, Paper, Skeleton, Text } from '@mantine/core'
import type { Flow } from '@stepkey/shared/flow'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { keepPreviousRows } from '../../api/keepPreviousRows.ts'
import { LiveRegion } from '../../ui/feedback/LiveRegion.tsx'
import { LoadError } from '../../ui/feedback/LoadError.tsx'
import { ShowMore } from '../../ui/layout/ShowMore.tsx'
import { useApi } from '../../workspace/useApi.ts'
import { useWorkspaceId } from '../../workspace/workspaceScope.ts'
import classes from './FlowList.module.css'
import { FlowStatus } from './FlowStatus.tsx'
import { describeFailing } from './failingLabels.ts'
import { flowPages } from './flowPages.ts'
import { isForCustomers } from './ownerBinding.ts'
import { StepIcons } from './StepIcons.tsx'

/** Lists the flows whose names start with the search text. */
export function FlowList({ search }: { search: string | undefined }) {
  const { trpc } = useApi()
  const workspace = useWorkspaceId()
  const { data: components = [] } = useQuery(trpc.components.list.queryOptions({}))
  const pages = useInfiniteQuery({ ...flowPages(trpc, search), placeholderData: keepPreviousRows })
  const flows = pages.data?.pages.flatMap(({ items }) => items)
  return (
    <>
      <LoadError of={pages} />
      {!pages.error && !flows && <FlowListSkeleton />}
      <LiveRegion>{flows?.length === 0 && <Text c="dimmed">No flow matches “{search}”.</Text>}</LiveRegion>
      {flows && flows.length > 0 && (
        <Paper component="ul" withBorder radius="lg" className={classes.list}>
          {flows.map((flow) => (
            <li key={flow.id}>
              <Link
                to="/w/$workspace/flows/$flow"
                params={{ workspace, flow: flow.id }}
                className={classes.row}
              >
                <div className={classes.name}>
                  <Text fw={600}>
                    <bdi>{flow.name}</bdi>
                  </Text>
                  {isForCustomers(flow) && (
                    <Text size="sm" c="dimmed">
                      For each customer
                    </Text>
                  )}
                  <Failing flow={flow} />
                </div>
                <div className={classes.steps}>
                  <StepIcons steps={flow.steps} components={components} />
                </div>
                <div className={classes.status}>
                  <FlowStatus status={flow.status} />
                </div>
              </Link>
            </li>
          ))}
        </Paper>
      )}
      <ShowMore of={pages} />
    </>
  )
}

function Failing({ flow }: { flow: Flow }) {
  return describeFailing(flow).map((message) => (
    <Group key={message} gap={6} wrap="nowrap" align="flex-start" c="var(--stepkey-bad)">
      <IconAlertTriangle size={16} aria-hidden style={{ flex: 'none', marginTop: 2 }} />
      <Text size="sm" span>
        {message}
      </Text>
    </Group>
  ))
}

/** The skeleton of the flow list. */
export function FlowListSkeleton() {
  return (
    <Paper withBorder radius="lg" className={classes.list} aria-hidden>
      {['a', 'b', 'c'].map((key) => (
        <div key={key} className={classes.row}>
          <Skeleton height={18} width="40%" my={5} />
        </div>
      ))}
    </Paper>
  )
}
