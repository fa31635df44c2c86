import { Stack, Text, Title, type TitleOrder } from '@mantine/core'
import { roleLabels } from '../features/people/roleLabels.ts'
import { PageTitle } from '../ui/layout/PageTitle.tsx'
import { useWorkspace } from '../workspace/workspaceScope.ts'

/** What stands in place of a page that somebody's role doesn't reach. */
export function NotAllowed({ order }: { order: TitleOrder }) {
  const { name, role } = useWorkspace()
  const { withArticle, can } = roleLabels[role]
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
