import { EmptyBox } from '../../ui/layout/EmptyBox.tsx'
import { ButtonLink } from '../../ui/layout/links.tsx'
import { useMay } from '../../workspace/access.ts'
import { useWorkspaceId } from '../../workspace/workspaceScope.ts'

/** What a workspace without flows shows. */
export function FirstFlow() {
  const workspace = useWorkspaceId()
  const mayBuild = useMay('flows')
  return (
    <EmptyBox
      title="No flows yet"
      action={
        mayBuild && (
          <ButtonLink to="/w/$workspace/flows/$flow" params={{ workspace, flow: 'new' }}>
            Create New Flow
          </ButtonLink>
        )
      }
    >
      A flow moves data between applications, step by step, and each step gets in with one of your
      credentials.
      {!mayBuild && ' Your role lets you look at flows, not create them.'}
    </EmptyBox>
  )
}
