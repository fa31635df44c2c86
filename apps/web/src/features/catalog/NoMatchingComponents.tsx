import { Text } from '@mantine/core'
import { TextLink } from '../../ui/layout/links.tsx'
import { useMay } from '../../workspace/access.ts'
import { useWorkspaceId } from '../../workspace/workspaceScope.ts'

/** A search for components that found none: there is always one that fits. */
export function NoMatchingComponents({ search }: { search: string }) {
  const workspace = useWorkspaceId()
  const mayCreate = useMay('write')
  return (
    <Text c="dimmed">
      No component matches “{search}”.{' '}
      {mayCreate && (
        <>
          With{' '}
          <TextLink
            to="/w/$workspace/credentials/$component/new"
            params={{ workspace, component: 'http' }}
            inherit
            underline="always"
          >
            HTTP API
          </TextLink>{' '}
          you can reach any API by its address.
        </>
      )}
    </Text>
  )
}
