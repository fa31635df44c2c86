import { Stack, Text, Title, type TitleOrder } from '@mantine/core'
import { roleLabels } from '../features/people/roleLabels.ts'
import { PageTitle } from '../ui/layout/PageTitle.tsx'
import { useWorkspace } from '../workspace/workspaceScope.ts'

/** Shown in place of a page that the role of the user does not allow. */
export function NotAllowed({ order }: { order: TitleOrder }) {
  const { name, role } = useWorkspace()
  const { withArticle, can } = roleLabels[role]
  return (
    <Stack gap="xs">
      <PageTitle>Not allowed</PageTitle>
      <Title order={order}>Your role does not allow this page</Title>
      <Text c="dimmed" maw={560}>
        As {withArticle} of {name} you can {can}. The owner or an admin can change your role.
      </Text>
    </Stack>
  )
}
