import { Stack, Text } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { Dialog } from '../../ui/dialog/Dialog.tsx'
import { useApi } from '../../workspace/useApi.ts'
import { NameForm } from './NameForm.tsx'
import { useMembershipsChanged } from './useMembershipsChanged.ts'

/** Creates an organization and opens its members page, where the user can invite others. */
export default function CreateOrganization({ onClose }: { onClose(): void }) {
  const { client } = useApi()
  const navigate = useNavigate()
  const membershipsChanged = useMembershipsChanged()
  return (
    <Dialog title="Create an organization" onClose={onClose}>
      <Stack gap="md">
        <Text size="sm">
          Members of an organization share its credentials and flows. Their roles decide what they may do.
          Your personal workspace stays separate.
        </Text>
        <NameForm
          initial=""
          submit="Create organization"
          onSubmit={async (name) => {
            const { id } = await client.organizations.create.mutate({ name })
            await membershipsChanged()
            onClose()
            await navigate({ to: '/w/$workspace/settings/people', params: { workspace: id } })
          }}
        />
      </Stack>
    </Dialog>
  )
}
