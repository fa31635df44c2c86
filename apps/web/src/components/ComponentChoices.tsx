import { Skeleton, Stack, Text } from '@mantine/core'
import { IconChevronRight } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { sentenceOf, useApi, useWorkspaceId } from '../api.ts'
import { ErrorText } from '../ui/ErrorText.tsx'
import classes from './ComponentChoices.module.css'
import { ComponentIcon } from './ComponentIcon.tsx'
import { NothingMatches } from './NothingMatches.tsx'

/** The components as a list to choose from; a choice leads to the form of a new credential. */
export function ComponentChoices({ search }: { search: string }) {
  const { trpc } = useApi()
  const workspace = useWorkspaceId()
  const { data, error } = useQuery(
    trpc.components.list.queryOptions(search ? { search } : {}, { placeholderData: keepPreviousData }),
  )
  if (error) return <ErrorText>{sentenceOf(error)}</ErrorText>
  if (!data) return <Skeleton height={480} radius="lg" />
  if (data.length === 0) return <NothingMatches search={search} />
  return (
    <ul className={classes.list}>
      {data.map((component) => (
        <li key={component.id}>
          <Link
            to="/w/$workspace/credentials/$component/new"
            params={{ workspace, component: component.id }}
            className={classes.choice}
          >
            <ComponentIcon component={component} />
            <Stack gap={0} flex={1}>
              <Text fw={600}>{component.title}</Text>
              <Text size="sm" c="dimmed">
                {component.description}
              </Text>
            </Stack>
            <IconChevronRight size={18} aria-hidden />
          </Link>
        </li>
      ))}
    </ul>
  )
}
