import { Badge, Button, Code, Group, Text } from '@mantine/core'
import type { OAuthApp } from '@stepkey/shared/oauth'
import { IconPencil, IconTrash } from '@tabler/icons-react'
import { Row } from '../../ui/layout/RowList.tsx'
import { useMay } from '../../workspace/access.ts'
import { Dependents } from './Dependents.tsx'

/** The maximum number of credential names in a row. */
const MAX_NAMES = 5

interface OAuthAppRowProps {
  app: OAuthApp
  /** Whether its redirect URL is on the domain of the workspace. */
  hasOwnRedirect: boolean
  onEdit(): void
  onDelete(): void
}

/** Shows one OAuth app: its client ID, who can use it, and its credentials. */
export function OAuthAppRow({ app, hasOwnRedirect, onEdit, onDelete }: OAuthAppRowProps) {
  const { name, clientId, hasSecret, redirectUri, owner, credentials, hidden } = app
  const mayChange = useMay('write') && owner === 'workspace'
  const buttonProps = { variant: 'subtle', size: 'compact-md', fz: 'sm' } as const
  return (
    <Row
      actions={
        mayChange && (
          <>
            <Button
              {...buttonProps}
              leftSection={<IconPencil size={16} aria-hidden />}
              onClick={onEdit}
              aria-label={`Edit ${name}`}
            >
              Edit
            </Button>
            <Button
              {...buttonProps}
              color="red"
              leftSection={<IconTrash size={16} aria-hidden />}
              onClick={onDelete}
              aria-label={`Delete ${name}`}
            >
              Delete
            </Button>
          </>
        )
      }
    >
      <Group gap="xs">
        <Text fw={600}>
          <bdi>{name}</bdi>
        </Text>
        {owner === 'installation' && (
          <Badge variant="light" color="plum" size="sm" tt="none" fw={500}>
            All workspaces
          </Badge>
        )}
      </Group>
      <Text size="sm">
        Client ID <Code>{clientId}</Code> · {hasSecret ? 'secret stored' : 'public client, without a secret'}
      </Text>
      {hasOwnRedirect && (
        <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
          Redirect URL <Code>{redirectUri}</Code>
        </Text>
      )}
      <Text size="sm" c="dimmed">
        {owner === 'installation'
          ? 'Provided by the operator for all workspaces.'
          : 'Only this workspace can use it.'}
      </Text>
      <Text size="sm" c="dimmed">
        {credentials.length + hidden === 0 ? (
          'No credential uses it yet.'
        ) : (
          <>
            Used by <Dependents of={app} limit={MAX_NAMES} />
          </>
        )}
      </Text>
    </Row>
  )
}
