import { Text } from '@mantine/core'
import { TextLink } from '../../ui/layout/links.tsx'
import { useMay } from '../../workspace/access.ts'
import { useWorkspaceId } from '../../workspace/workspaceScope.ts'

/** Shown when a search finds no component; suggests the generic HTTP component. */
export function NoMatchingComponents({ search }: { search: string }) {
  const workspace = useWorkspaceId()
  const mayCreate = useMay('write')
  const mayDefine = useMay('components')
  return (
    <Text c="dimmed">
      No component matches “{search}”.{' '}
      {mayCreate && (
        <>
          {' '}
          Use{' '}
          <TextLink
            to="/w/$workspace/credentials/$component/new"
            params={{ workspace, component: 'http' }}
            inherit
            underline="always"
          >
            HTTP API
          </TextLink>{' '}
          for any other API{mayDefine ? ', or ' : '.'}
          {mayDefine && (
            <>
              <TextLink to="/w/$workspace/components" params={{ workspace }} inherit underline="always">
                make a component
              </TextLink>
              .
            </>
          )}
        </>
      )}
    </Text>
  )
}
