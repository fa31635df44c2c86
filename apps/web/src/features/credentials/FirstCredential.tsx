import { Group } from '@mantine/core'
import type { ComponentSummary } from '@stepkey/shared/catalog-api'
import { EmptyBox } from '../../ui/layout/EmptyBox.tsx'
import { ButtonLink } from '../../ui/layout/links.tsx'
import { useMay } from '../../workspace/access.ts'
import { useWorkspaceId } from '../../workspace/workspaceScope.ts'

/** Explains credentials in a workspace that has none, with two ways to create one. */
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
              Create credential
            </ButtonLink>
          </Group>
        )
      }
    >
      A credential gives the steps of a flow access to a provider, such as GitHub or Salesforce. Stepkey
      verifies it, stores it encrypted, and never shows its secrets again.
      {!mayWrite && ' Ask an editor or an admin of this organization to create one.'}
    </EmptyBox>
  )
}
