import { Group, SimpleGrid, Skeleton, Stack } from '@mantine/core'
import type { ComponentSummary } from '@stepkey/shared/catalog-api'
import { ComponentCard } from './ComponentCard.tsx'

const columns = { base: 1, xs: 2, md: 3 }

/** Shows components as cards: large ones for those in use, small ones for the rest of the catalog. */
export function ComponentGrid({ components }: { components: readonly ComponentSummary[] }) {
  return (
    <SimpleGrid component="ul" cols={columns} spacing="sm" p={0} m={0} style={{ listStyle: 'none' }}>
      {components.map((component) => (
        <li key={component.id}>
          <ComponentCard component={component} />
        </li>
      ))}
    </SimpleGrid>
  )
}

/** The skeleton of the page: search, category, and the first two sections. */
export function ComponentGridSkeleton() {
  return (
    <Stack gap="xl" aria-hidden>
      <Group gap="sm">
        <Skeleton height={36} maw={360} />
        <Skeleton height={36} width={220} />
      </Group>
      <Stack gap="sm">
        <Skeleton height={20} width={140} />
        <SimpleGrid cols={columns} spacing="sm">
          {['a', 'b', 'c'].map((key) => (
            <Skeleton key={key} h={{ base: 84, sm: 154 }} radius="lg" />
          ))}
        </SimpleGrid>
      </Stack>
      <Stack gap="sm">
        <Skeleton height={20} width={140} />
        <SimpleGrid cols={columns} spacing="sm">
          {['d', 'e', 'f', 'g', 'h', 'i'].map((key) => (
            <Skeleton key={key} height={74} radius="lg" />
          ))}
        </SimpleGrid>
      </Stack>
    </Stack>
  )
}
