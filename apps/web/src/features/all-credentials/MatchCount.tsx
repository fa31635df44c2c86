import { Text } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useApi } from '../../workspace/useApi.ts'
import { type CredentialFilter, isFiltered, toListInput } from './credentialFilter.ts'
import { describeMatches } from './describeCounts.ts'

/** Says how many credentials match the filters. Shows nothing without filters; the page says how many there are. */
export function MatchCount({ filter: { sort: _, ...filter } }: { filter: CredentialFilter }) {
  const { trpc } = useApi()
  const isOn = isFiltered(filter)
  const { data } = useQuery(
    trpc.credentials.count.queryOptions(toListInput(filter), {
      enabled: isOn,
      placeholderData: keepPreviousData,
    }),
  )
  return (
    // If there is none, the empty table says so.
    <Text size="sm" c="dimmed" role="status" hidden={!isOn || !data?.count}>
      {isOn && data && describeMatches(data)}
    </Text>
  )
}
