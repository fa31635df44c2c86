import { Group } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { TextLink } from '../../ui/layout/links.tsx'
import { useWorkspaceId } from '../../workspace/workspaceScope.ts'

/** Links to the deleted credentials that can be restored, or to those in which a text occurs. */
export function DeletedLink({ search }: { search?: string }) {
  const workspace = useWorkspaceId()
  return (
    <TextLink
      to="/w/$workspace/credentials/deleted"
      params={{ workspace }}
      search={search ? { search } : {}}
      size="sm"
      c="dimmed"
      w="fit-content"
    >
      <Group gap={6} wrap="nowrap" mih={24}>
        <IconTrash size={14} aria-hidden />
        Recently deleted
      </Group>
    </TextLink>
  )
}
