import { Alert, Group, List, Stack } from '@mantine/core'
import type { CredentialSummary } from '@stepkey/shared/credential'
import { IconSnowflake } from '@tabler/icons-react'
import { ButtonLink } from '../../ui/layout/links.tsx'
import { useWorkspaceId } from '../../workspace/workspaceScope.ts'

/** Says what a user has to do before a frozen credential can be issued again, in this order. */
export function FrozenNotice({ credential }: { credential: CredentialSummary }) {
  const workspace = useWorkspaceId()
  const { id, componentId, grant } = credential
  return (
    <Alert
      color="gray"
      role="group"
      icon={<IconSnowflake aria-hidden />}
      title="Nothing is issued"
      styles={{
        title: { color: 'var(--mantine-color-text)' },
        message: { color: 'var(--mantine-color-text)' },
      }}
    >
      <Stack gap="sm">
        If its values leaked:
        <List type="ordered" size="sm" spacing={4}>
          <List.Item>{grant ? 'End the access' : 'Revoke the key'} at the provider.</List.Item>
          <List.Item>
            {grant ? 'Connect it again here.' : 'Create a new key there, and enter it here.'}
          </List.Item>
          <List.Item>Unfreeze it. It is verified first.</List.Item>
        </List>
        <Group>
          <ButtonLink
            to="/w/$workspace/credentials/$component/$credential"
            params={{ workspace, component: componentId, credential: id }}
            search={{ edit: 1 }}
            variant="default"
            size="xs"
          >
            {grant ? 'Connect again' : 'Enter a new value'}
          </ButtonLink>
        </Group>
      </Stack>
    </Alert>
  )
}
