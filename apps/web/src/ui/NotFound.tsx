import { Stack, Text, Title } from '@mantine/core'
import { ButtonLink } from './links.tsx'
import { PageTitle } from './PageTitle.tsx'

export function NotFound() {
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
