import { Skeleton, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { LoadError } from '../../ui/feedback/LoadError.tsx'
import { Section } from '../../ui/layout/Section.tsx'
import { useApi } from '../../workspace/useApi.ts'
import { ReceiptChart } from './ReceiptChart.tsx'

/** Shows the last verifications of a credential. */
export function ReceiptHistory({ credentialId }: { credentialId: string }) {
  const { trpc } = useApi()
  const query = useQuery(trpc.credentials.receipts.queryOptions({ credentialId }))
  const receipts = query.data?.items
  return (
    <Section title="Verifications">
      <LoadError of={query} />
      {!query.error && !receipts && <Skeleton height={140} aria-hidden />}
      {receipts?.length === 0 && <Text c="dimmed">It was never verified.</Text>}
      {receipts && receipts.length > 0 && <ReceiptChart receipts={receipts} />}
    </Section>
  )
}
