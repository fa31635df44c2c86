import { Badge, Button, Code, Group, Text } from '@mantine/core'
import type { OAuthApp } from '@stepkey/shared/oauth'
import { IconPencil, IconTrash } from '@tabler/icons-react'
import { Row } from '../../ui/layout/RowList.tsx'
import { useMay } from '../../workspace/access.ts'
import { Dependents } from './Dependents.tsx'

/** How many credentials are named in a row. */
const NAMED = 5

interface OAuthAppRowProps {
  app: OAuthApp
  onEdit(): void
  onDelete(): void
}

/** One app: what the vendor calls it by, who may use it, and what depends on it. */
export function OAuthAppRow({ app, onEdit, onDelete }: OAuthAppRowProps) {
  const { name, clientId, hasSecret, owner, credentials, hidden } = app
  const mayChange = useMay('write') && owner === 'workspace'
  const look = { variant: 'subtle', size: 'compact-md', fz: 'sm' } as const
  return (
    <Row
      actions={
        mayChange && (
          <>
            <Button
              {...look}
              leftSection={<IconPencil size={16} aria-hidden />}
              onClick={onEdit}
              aria-label={`Edit ${name}`}
            >
              Edit
            </Button>
            <Button
              {...look}
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
        <Text fw={600}>{name}</Text>
        {owner === 'installation' && (
          <Badge variant="light" color="plum" size="sm" tt="none" fw={500}>
            For everybody
          </Badge>
        )}
      </Group>
      <Text size="sm">
        Client ID <Code>{clientId}</Code> · {hasSecret ? 'secret stored' : 'public client, without a secret'}
      </Text>
      <Text size="sm" c="dimmed">
        {owner === 'installation'
          ? 'Whoever runs Stepkey set it up: every workspace may use it.'
          : 'This workspace may use it.'}
      </Text>
      <Text size="sm" c="dimmed">
        {credentials.length + hidden === 0 ? (
          'No credential was connected through it yet.'
        ) : (
          <>
            Used by <Dependents of={app} most={NAMED} />
          </>
        )}
      </Text>
    </Row>
  )
}
