import { Skeleton, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { LoadError } from '../../ui/feedback/LoadError.tsx'
import { Section } from '../../ui/layout/Section.tsx'
import { useApi } from '../../workspace/useApi.ts'
import { FlowLinks } from '../credentials/FlowLinks.tsx'

interface CredentialFlowsProps {
  credentialId: string
  /** Whether the page names the active flows elsewhere. */
  isInactiveOnly: boolean
}

/** Lists the flows and steps that use a credential, active ones first. */
export function CredentialFlows({ credentialId, isInactiveOnly }: CredentialFlowsProps) {
  const { trpc } = useApi()
  const query = useQuery(trpc.credentials.usage.queryOptions({ credentialId }))
  const { data } = query
  if (isInactiveOnly) {
    const flows = data?.flows.filter(({ status }) => status === 'inactive') ?? []
    if (flows.length === 0) return null
    return (
      <Section title="Inactive flows">
        <FlowLinks flows={flows} hidden={0} />
      </Section>
    )
  }
  return (
    <Section title="Flows">
      <LoadError of={query} />
      {!query.error && !data && <Skeleton height={44} aria-hidden />}
      {data &&
        (data.flows.length + data.hidden > 0 ? (
          <FlowLinks {...data} />
        ) : (
          data.recentFlows.length === 0 && <Text c="dimmed">No flow uses it.</Text>
        ))}
      {data && data.recentFlows.length > 0 && (
        <>
          <Text size="sm" mb="xs">
            Got it for its customer within the last 30 days:
          </Text>
          <FlowLinks flows={data.recentFlows} hidden={0} />
        </>
      )}
    </Section>
  )
}
