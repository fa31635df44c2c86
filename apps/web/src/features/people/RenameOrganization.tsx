import { useRouter } from '@tanstack/react-router'
import { Dialog } from '../../ui/dialog/Dialog.tsx'
import { isolated } from '../../ui/text/isolated.ts'
import { useApi } from '../../workspace/useApi.ts'
import { useWorkspace } from '../../workspace/workspaceScope.ts'
import { NameForm } from '../workspaces/NameForm.tsx'
import { useMembershipsChanged } from '../workspaces/useMembershipsChanged.ts'

/** Renames the organization. */
export function RenameOrganization({ onClose }: { onClose(): void }) {
  const { client } = useApi()
  const { name } = useWorkspace()
  const router = useRouter()
  const membershipsChanged = useMembershipsChanged()
  return (
    <Dialog title={`Rename ${isolated(name)}`} onClose={onClose}>
      <NameForm
        initial={name}
        submit="Rename"
        onSubmit={async (next) => {
          await client.organizations.rename.mutate({ name: next })
          await membershipsChanged()
          onClose()
          await router.invalidate()
        }}
      />
    </Dialog>
  )
}
