import { Button, Code, Group, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import type { Embed } from '@stepkey/shared/connect'
import { useState } from 'react'
import { ConfirmDialog } from '../../ui/dialog/ConfirmDialog.tsx'
import { ButtonLink } from '../../ui/layout/links.tsx'
import { Row, RowList } from '../../ui/layout/RowList.tsx'
import { isolated } from '../../ui/text/isolated.ts'
import { RelativeTime } from '../../ui/time/RelativeTime.tsx'
import { useApi } from '../../workspace/useApi.ts'
import { useWorkspaceId } from '../../workspace/workspaceScope.ts'
import { EmbedDialog } from './EmbedDialog.tsx'
import { useEmbedsChanged } from './useEmbedsChanged.ts'

/** Lists the embeds of the workspace, and edits or deletes them. */
export function EmbedList({ embeds }: { embeds: readonly Embed[] }) {
  const { client } = useApi()
  const workspace = useWorkspaceId()
  const embedsChanged = useEmbedsChanged()
  const [editing, setEditing] = useState<Embed>()
  const [deleting, setDeleting] = useState<Embed>()
  return (
    <>
      <RowList label="Embeds">
        {embeds.map((embed) => (
          <Row
            key={embed.id}
            actions={
              <Group gap="xs">
                <ButtonLink
                  to="/w/$workspace/settings/embedding/$embed"
                  params={{ workspace, embed: embed.id }}
                  variant="subtle"
                  size="compact-md"
                  fz="sm"
                  aria-label={`Branding of ${embed.name}`}
                >
                  Branding
                </ButtonLink>
                <Button
                  variant="subtle"
                  size="compact-md"
                  fz="sm"
                  onClick={() => setEditing(embed)}
                  aria-label={`Edit ${embed.name}`}
                >
                  Edit
                </Button>
                <Button
                  variant="subtle"
                  color="red"
                  size="compact-md"
                  fz="sm"
                  onClick={() => setDeleting(embed)}
                  aria-label={`Delete ${embed.name}`}
                >
                  Delete
                </Button>
              </Group>
            }
          >
            <Text fw={600}>
              <bdi>{embed.name}</bdi>
            </Text>
            <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
              {embed.origin}
            </Text>
            <Text size="sm" c="dimmed">
              Id <Code>{embed.id}</Code> · added <RelativeTime at={embed.createdAt} />
            </Text>
          </Row>
        ))}
      </RowList>
      {editing && <EmbedDialog embed={editing} onClose={() => setEditing(undefined)} />}
      {deleting && (
        <ConfirmDialog
          title={`Delete “${isolated(deleting.name)}”?`}
          confirm="Delete"
          onConfirm={() => client.embeds.remove.mutate({ embedId: deleting.id })}
          onClose={() => setDeleting(undefined)}
          onDone={() => {
            notifications.show({
              color: 'leaf',
              title: `“${isolated(deleting.name)}” was deleted`,
              message: 'Its pages can no longer show the picker. Credentials that were created there stay.',
            })
            void embedsChanged()
          }}
        >
          Pages of {deleting.origin} can no longer show the picker, and their connect tokens become invalid
          immediately. Credentials that were created there stay.
        </ConfirmDialog>
      )}
    </>
  )
}
