import { Group } from '@mantine/core'
import type { ComponentSummary } from '@stepkey/shared/catalog-api'
import { EmptyBox } from '../../ui/layout/EmptyBox.tsx'
import { ButtonLink } from '../../ui/layout/links.tsx'
import { useMay } from '../../workspace/access.ts'
import { useWorkspaceId } from '../../workspace/workspaceScope.ts'

/** What a workspace without credentials shows: what one is, and two ways to get one. */
export function FirstCredential({ components }: { components: readonly ComponentSummary[] }) {
  const workspace = useWorkspaceId()
  const mayWrite = useMay('write')
  const sandbox = components.find(({ hasSandbox }) => hasSandbox)
  return (
    <EmptyBox
      title="No credentials yet"
      action={
        mayWrite && (
          <Group gap="sm">
            {sandbox && (
              <ButtonLink
                to="/w/$workspace/credentials/$component/new"
                params={{ workspace, component: sandbox.id }}
                search={{ sandbox: true }}
              >
                Try it with the Petstore sandbox
              </ButtonLink>
            )}
            <ButtonLink
              to="/w/$workspace/credentials/new"
              params={{ workspace }}
              variant={sandbox ? 'default' : 'filled'}
            >
              Create New Credential
            </ButtonLink>
          </Group>
        )
      }
    >
      A credential is the key with which the steps of a flow get into an application. Stepkey proves that it
      works, keeps it sealed, and never shows it again.
      {!mayWrite && ' Ask an editor or an admin of this organization to create one.'}
    </EmptyBox>
  )
}
