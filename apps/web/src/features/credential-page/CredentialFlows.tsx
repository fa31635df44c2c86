import { Skeleton, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { LoadError } from '../../ui/feedback/LoadError.tsx'
import { Section } from '../../ui/layout/Section.tsx'
import { useApi } from '../../workspace/useApi.ts'
import { FlowLinks } from '../credentials/FlowLinks.tsx'

/** Lists the flows and steps that use a credential, active ones first. */
export function CredentialFlows({ credentialId }: { credentialId: string }) {
  const { trpc } = useApi()
  const query = useQuery(trpc.credentials.usage.queryOptions({ credentialId }))
  const { data } = query
  return (
    <Section title="Flows">
      <LoadError of={query} />
      {!query.error && !data && <Skeleton height={44} aria-hidden />}
      {data &&
        (data.flows.length + data.hidden > 0 ? (
          <FlowLinks {...data} />
        ) : (
          <Text c="dimmed">No flow uses it.</Text>
        ))}
    </Section>
  )
}
