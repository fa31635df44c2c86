import { Skeleton, Text } from '@mantine/core'
import type { DeliveryStatus, Webhook } from '@stepkey/shared/webhook'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { SegmentedChoice } from '../../forms/SegmentedChoice.tsx'
import { LiveRegion } from '../../ui/feedback/LiveRegion.tsx'
import { LoadError } from '../../ui/feedback/LoadError.tsx'
import { Row, RowList } from '../../ui/layout/RowList.tsx'
import { Section } from '../../ui/layout/Section.tsx'
import { ShowMore } from '../../ui/layout/ShowMore.tsx'
import { useApi } from '../../workspace/useApi.ts'
import { DeliveryRow } from './DeliveryRow.tsx'
import { deliveryPages } from './deliveryPages.ts'

const filters = [
  { value: 'any', label: 'All' },
  { value: 'delivered', label: 'Delivered' },
  { value: 'pending', label: 'On the way' },
  { value: 'failed', label: 'Not delivered' },
]

/** How often the log is looked at again while something is about to happen, and otherwise, in milliseconds. */
const [SOON, LATER] = [1500, 10_000]

/** What was sent to a webhook in the last thirty days, and what came of it. */
export function DeliveryLog({ webhook }: { webhook: Webhook }) {
  const { trpc } = useApi()
  const [filter, setFilter] = useState('any')
  const status = filter === 'any' ? undefined : (filter as DeliveryStatus)
  const pages = useInfiniteQuery({
    ...deliveryPages(trpc, webhook.id, status),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state: { data } }) => {
      const shown = data?.pages.flatMap(({ items }) => items) ?? []
      const soon = Date.now() + SOON
      return shown.some(({ nextAttemptAt }) => nextAttemptAt !== null && Date.parse(nextAttemptAt) < soon)
        ? SOON
        : LATER
    },
  })
  const deliveries = pages.data?.pages.flatMap(({ items }) => items)
  return (
    <Section title="Deliveries" lead="What was sent in the last 30 days, the newest first.">
      <SegmentedChoice label="Show" options={filters} value={filter} onChange={setFilter} />
      <LoadError of={pages} />
      {!pages.error && !deliveries && <DeliveryLogSkeleton />}
      <LiveRegion>
        {deliveries?.length === 0 && (
          <Text c="dimmed">
            {status
              ? 'There is none like that.'
              : 'Nothing was sent yet. Send a test to see whether it arrives.'}
          </Text>
        )}
      </LiveRegion>
      {deliveries && deliveries.length > 0 && (
        <RowList label="Deliveries">
          {deliveries.map((delivery) => (
            <DeliveryRow key={delivery.id} delivery={delivery} canSend={webhook.isEnabled} />
          ))}
        </RowList>
      )}
      <ShowMore of={pages} />
    </Section>
  )
}

function DeliveryLogSkeleton() {
  return (
    <RowList label="Deliveries">
      {['a', 'b', 'c'].map((key) => (
        <Row key={key}>
          <Skeleton height={16} width="45%" />
          <Skeleton height={12} width="25%" />
        </Row>
      ))}
    </RowList>
  )
}
