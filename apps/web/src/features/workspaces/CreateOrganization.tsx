import { Stack, Text } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { Dialog } from '../../ui/dialog/Dialog.tsx'
import { useApi } from '../../workspace/useApi.ts'
import { NameForm } from './NameForm.tsx'
import { useMembershipsChanged } from './useMembershipsChanged.ts'

/** Founds an organization and leads to its people: the next thing is to invite somebody. */
export default function CreateOrganization({ onClose }: { onClose(): void }) {
  const { client } = useApi()
  const navigate = useNavigate()
  const membershipsChanged = useMembershipsChanged()
  return (
    <Dialog title="Create an organization" onClose={onClose}>
      <Stack gap="md">
        <Text size="sm">
          The people of an organization share its credentials and flows, and the role of each says what they
          may do. What is in your personal workspace stays there.
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
