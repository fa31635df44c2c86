import { Group, Skeleton, Text } from '@mantine/core'
import type { DeliveryStatus, Webhook } from '@stepkey/shared/webhook'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { keepPreviousRows } from '../../api/keepPreviousRows.ts'
import { SegmentedChoice } from '../../forms/SegmentedChoice.tsx'
import { LiveRegion } from '../../ui/feedback/LiveRegion.tsx'
import { LoadError } from '../../ui/feedback/LoadError.tsx'
import { SearchBox } from '../../ui/inputs/SearchBox.tsx'
import { Row, RowList } from '../../ui/layout/RowList.tsx'
import { Section } from '../../ui/layout/Section.tsx'
import { ShowMore } from '../../ui/layout/ShowMore.tsx'
import { useApi } from '../../workspace/useApi.ts'
import { DeliveryRow } from './DeliveryRow.tsx'
import { deliveryPages } from './deliveryPages.ts'

const filters = [
  { value: 'any', label: 'All' },
  { value: 'delivered', label: 'Delivered' },
  { value: 'pending', label: 'Pending' },
  { value: 'failed', label: 'Failed' },
]

/** The poll intervals while an attempt is due, and otherwise, in milliseconds. */
const [ACTIVE_INTERVAL, IDLE_INTERVAL] = [1500, 10_000]

/** Lists the deliveries of a webhook in the last 30 days with their results. */
export function DeliveryLog({ webhook }: { webhook: Webhook }) {
  const { trpc } = useApi()
  const [filter, setFilter] = useState('any')
  const [search, setSearch] = useState('')
  const status = filter === 'any' ? undefined : (filter as DeliveryStatus)
  const pages = useInfiniteQuery({
    ...deliveryPages(trpc, webhook.id, {
      ...(status && { status }),
      ...(search && { objectId: isId(search) ? search : 'none' }),
    }),
    placeholderData: keepPreviousRows,
    refetchInterval: ({ state: { data } }) => {
      const deliveries = data?.pages.flatMap(({ items }) => items) ?? []
      const dueBefore = Date.now() + ACTIVE_INTERVAL
      return deliveries.some(
        ({ nextAttemptAt }) => nextAttemptAt !== null && Date.parse(nextAttemptAt) < dueBefore,
      )
        ? ACTIVE_INTERVAL
        : IDLE_INTERVAL
    },
  })
  const deliveries = pages.data?.pages.flatMap(({ items }) => items)
  return (
    <Section title="Deliveries" lead="The deliveries of the last 30 days, the newest first.">
      <Group gap="sm" align="flex-end">
        <SegmentedChoice label="Show" options={filters} value={filter} onChange={setFilter} />
        <SearchBox label="Search by ID" isMain onSearch={setSearch} />
      </Group>
      <LoadError of={pages} />
      {!pages.error && !deliveries && <DeliveryLogSkeleton />}
      <LiveRegion>
        {deliveries?.length === 0 && <Text c="dimmed">{emptyText({ status, search })}</Text>}
      </LiveRegion>
      {deliveries && deliveries.length > 0 && (
        <RowList label="Deliveries">
          {deliveries.map((delivery) => (
            <DeliveryRow key={delivery.id} delivery={delivery} webhook={webhook} />
          ))}
        </RowList>
      )}
      <ShowMore of={pages} />
    </Section>
  )
}

const isId = (text: string): boolean => /^[\w-]{1,64}$/.test(text)

function emptyText({ status, search }: { status: DeliveryStatus | undefined; search: string }): string {
  if (search) return 'No deliveries found. Enter the complete ID of an event, a credential or a flow.'
  if (status) return 'No deliveries match the filter.'
  return 'Nothing was sent yet. Send a test event to see whether it arrives.'
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
