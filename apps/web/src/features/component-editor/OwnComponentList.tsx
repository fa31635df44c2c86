import { ActionIcon, Menu, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import type { OwnComponent } from '@stepkey/shared/own-component'
import { IconDots } from '@tabler/icons-react'
import { useState } from 'react'
import { TextLink } from '../../ui/layout/links.tsx'
import { Row, RowList } from '../../ui/layout/RowList.tsx'
import { RelativeTime } from '../../ui/time/RelativeTime.tsx'
import { useApi } from '../../workspace/useApi.ts'
import { useWorkspaceId } from '../../workspace/workspaceScope.ts'
import { DeleteComponent } from './DeleteComponent.tsx'
import { useComponentsChanged } from './useComponentsChanged.ts'

/** Lists the components that the workspace owns. */
export function OwnComponentList({ components }: { components: readonly OwnComponent[] }) {
  const [deleting, setDeleting] = useState<OwnComponent>()
  return (
    <>
      <RowList label="Components of this workspace">
        {components.map((component) => (
          <ComponentRow key={component.id} component={component} onDelete={() => setDeleting(component)} />
        ))}
      </RowList>
      {deleting && <DeleteComponent component={deleting} onClose={() => setDeleting(undefined)} />}
    </>
  )
}

function ComponentRow({ component, onDelete }: { component: OwnComponent; onDelete(): void }) {
  const { id, title, publishedVersion, archivedAt, changedAt } = component
  const workspace = useWorkspaceId()
  const { client } = useApi()
  const componentsChanged = useComponentsChanged()
  const isArchived = archivedAt !== null

  async function archive() {
    await client.components.archive.mutate({ componentId: id, archived: !isArchived })
    await componentsChanged()
    notifications.show({
      color: 'leaf',
      title: isArchived ? `${title} is offered again` : `${title} is archived`,
      message: isArchived
        ? 'New credentials can be created for it.'
        : 'It is hidden from new credentials. Existing ones keep working.',
    })
  }

  return (
    <Row
      actions={
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon variant="subtle" color="gray" aria-label={`Actions for ${title}`}>
              <IconDots size={18} aria-hidden />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            {publishedVersion !== null && (
              <Menu.Item onClick={archive}>{isArchived ? 'Offer again' : 'Archive'}</Menu.Item>
            )}
            <Menu.Item color="red" onClick={onDelete}>
              Delete …
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      }
    >
      <TextLink
        to="/w/$workspace/components/$component"
        params={{ workspace, component: id }}
        fw={600}
        style={{ overflowWrap: 'anywhere' }}
      >
        {title}
      </TextLink>
      <Text size="sm" c="dimmed">
        {stateOf(component)} · changed <RelativeTime at={changedAt} /> · <code>{id}</code>
      </Text>
    </Row>
  )
}

/** Returns which versions there are, for example “Version 1, draft of version 2, archived”. */
function stateOf({ publishedVersion, draftVersion, archivedAt }: OwnComponent): string {
  const parts = [
    publishedVersion === null ? 'Not published' : `Version ${publishedVersion}`,
    ...(publishedVersion !== null && draftVersion !== null ? [`draft of version ${draftVersion}`] : []),
    ...(archivedAt === null ? [] : ['archived']),
  ]
  return parts.join(', ')
}
