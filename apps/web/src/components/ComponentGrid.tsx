import { SimpleGrid, Skeleton } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { sentenceOf, useApi } from '../api.ts'
import { ErrorText } from '../ui/ErrorText.tsx'
import { ComponentCard } from './ComponentCard.tsx'
import { NothingMatches } from './NothingMatches.tsx'

const columns = { base: 1, xs: 2, md: 3 }

/** The components that match a search, as cards. */
export function ComponentGrid({ search }: { search: string | undefined }) {
  const { trpc } = useApi()
  const { data, error } = useQuery(
    trpc.components.list.queryOptions(search ? { search } : {}, { placeholderData: keepPreviousData }),
  )
  if (error) return <ErrorText>{sentenceOf(error)}</ErrorText>
  if (!data) return <ComponentGridSkeleton />
  if (data.length === 0) return <NothingMatches search={search ?? ''} />
  return (
    <SimpleGrid component="ul" cols={columns} spacing="md" p={0} m={0} style={{ listStyle: 'none' }}>
      {data.map((component) => (
        <li key={component.id}>
          <ComponentCard component={component} />
        </li>
      ))}
    </SimpleGrid>
  )
}

export function ComponentGridSkeleton() {
  return (
    <SimpleGrid cols={columns} spacing="md" aria-hidden>
      {['a', 'b', 'c', 'd', 'e', 'f'].map((key) => (
        <Skeleton key={key} height={158} radius="lg" />
      ))}
    </SimpleGrid>
  )
}
