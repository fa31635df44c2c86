import { useRouter } from '@tanstack/react-router'
import { useApi } from '../api.ts'
import { useWorkspace } from '../place.ts'
import { Dialog } from '../ui/Dialog.tsx'
import { NameForm } from '../workspaces/NameForm.tsx'
import { useMembershipsChanged } from '../workspaces/useMembershipsChanged.ts'

export function RenameOrganization({ onClose }: { onClose(): void }) {
  const { client } = useApi()
  const { name } = useWorkspace()
  const router = useRouter()
  const membershipsChanged = useMembershipsChanged()
  return (
    <Dialog title={`Rename ${name}`} onClose={onClose}>
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
