import { Stack, Text, Title, type TitleOrder } from '@mantine/core'
import { roleWords } from '../people/roleWords.ts'
import { useWorkspace } from '../place.ts'
import { PageTitle } from './PageTitle.tsx'

/** What stands in place of a page that somebody's role doesn't reach. */
export function NotAllowed({ order }: { order: TitleOrder }) {
  const { name, role } = useWorkspace()
  const { withArticle, can } = roleWords[role]
  return (
    <Stack gap="xs">
      <PageTitle>Not for your role</PageTitle>
      <Title order={order}>Your role does not reach this page</Title>
      <Text c="dimmed" maw={560}>
        As {withArticle} of {name} you can {can}. Its owner and its admins can give you another role.
      </Text>
    </Stack>
  )
}
