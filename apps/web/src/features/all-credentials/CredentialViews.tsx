import { Group } from '@mantine/core'
import { IconLayoutGrid, IconTable } from '@tabler/icons-react'
import { ViewTab, ViewTabs } from '../../ui/layout/ViewTabs.tsx'
import { useWorkspaceId } from '../../workspace/workspaceScope.ts'
import { DeletedLink } from '../credentials/DeletedLink.tsx'

/** Links to the two views of the credentials, cards by component and a table over all components, and to deleted ones. */
export function CredentialViews() {
  const params = { workspace: useWorkspaceId() }
  return (
    <Group justify="space-between" gap="sm">
      <ViewTabs>
        <ViewTab
          to="/w/$workspace/credentials"
          params={params}
          activeOptions={{ exact: true, includeSearch: false }}
        >
          <IconLayoutGrid size={16} aria-hidden />
          Cards
        </ViewTab>
        <ViewTab to="/w/$workspace/credentials/all" params={params} activeOptions={{ includeSearch: false }}>
          <IconTable size={16} aria-hidden />
          Table
        </ViewTab>
      </ViewTabs>
      <DeletedLink />
    </Group>
  )
}
