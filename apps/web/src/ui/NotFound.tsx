import { Stack, Text, Title } from '@mantine/core'
import { OUT_OF_REACH } from '../access.ts'
import { ButtonLink } from './links.tsx'
import { NotAllowed } from './NotAllowed.tsx'
import { PageTitle } from './PageTitle.tsx'

/** Stands in place of what isn't there, as far as this person is concerned. */
export function NotFound({ data }: { data?: unknown }) {
  if (data === OUT_OF_REACH) return <NotAllowed />
  return (
    <Stack align="flex-start" gap="md">
      <PageTitle>Not found</PageTitle>
      <Title order={1}>There is nothing here</Title>
      <Text c="dimmed" maw={480}>
        It may have been deleted, or it belongs to another workspace. If you followed a link, check that it is
        complete.
      </Text>
      <ButtonLink to="/" variant="default">
        Go to your credentials
      </ButtonLink>
    </Stack>
  )
}
