import { EmptyBox } from '../../ui/layout/EmptyBox.tsx'
import { ButtonLink } from '../../ui/layout/links.tsx'
import { useMay } from '../../workspace/access.ts'
import { useWorkspaceId } from '../../workspace/workspaceScope.ts'

/** Explains flows in a workspace that has none. */
export function FirstFlow() {
  const workspace = useWorkspaceId()
  const mayBuild = useMay('flows')
  return (
    <EmptyBox
      title="No flows yet"
      action={
        mayBuild && (
          <ButtonLink to="/w/$workspace/flows/$flow" params={{ workspace, flow: 'new' }}>
            Create flow
          </ButtonLink>
        )
      }
    >
      A flow moves data between applications, step by step. Each step uses one of your credentials.
      {!mayBuild && ' Your role lets you look at flows, not create them.'}
    </EmptyBox>
  )
}
