import { Group } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { ButtonLink } from '../../ui/layout/links.tsx'
import { useMay } from '../../workspace/access.ts'
import { useWorkspaceId } from '../../workspace/workspaceScope.ts'
import { AllCredentialsMenu, type AllCredentialsMenuProps } from './AllCredentialsMenu.tsx'

/** The actions of both views of the credentials. */
export function AllCredentialsActions(props: AllCredentialsMenuProps) {
  const workspace = useWorkspaceId()
  const mayCreate = useMay('write')
  return (
    <Group gap="sm">
      {mayCreate && (
        <ButtonLink
          to="/w/$workspace/credentials/new"
          params={{ workspace }}
          leftSection={<IconPlus size={16} aria-hidden />}
        >
          Create credential
        </ButtonLink>
      )}
      <AllCredentialsMenu {...props} />
    </Group>
  )
}
