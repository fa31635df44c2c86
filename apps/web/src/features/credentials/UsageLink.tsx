import { Popover, Skeleton, UnstyledButton } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconRoute } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { LoadError } from '../../ui/feedback/LoadError.tsx'
import { useApi } from '../../workspace/useApi.ts'
import { FlowLinks } from './FlowLinks.tsx'
import classes from './UsageLink.module.css'

interface UsageLinkProps {
  credentialId: string
  activeFlowCount: number
  /** Whether to show only “2 active flows”, under a heading that says the rest. */
  short?: boolean
}

/** Shows “used in 2 active flows”, and lists the flows on click: active ones first, then inactive ones. */
export function UsageLink({ credentialId, activeFlowCount, short = false }: UsageLinkProps) {
  const { trpc } = useApi()
  const [open, { toggle, close }] = useDisclosure()
  const query = useQuery(trpc.credentials.usage.queryOptions({ credentialId }, { enabled: open }))
  const { data } = query
  const count = activeFlowCount === 1 ? '1 active flow' : `${activeFlowCount} active flows`
  return (
    <Popover opened={open} onDismiss={close} position="bottom-start" width={300} shadow="md" trapFocus>
      <Popover.Target>
        <UnstyledButton className={classes.usedIn} onClick={toggle} aria-label={`used in ${count}`}>
          {!short && <IconRoute size={16} aria-hidden />}
          {short ? count : `used in ${count}`}
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown mah="min(360px, 60dvh)" style={{ overflowY: 'auto' }}>
        <LoadError of={query} />
        {!query.error && !data && <Skeleton height={44} />}
        {data && <FlowLinks {...data} />}
      </Popover.Dropdown>
    </Popover>
  )
}
