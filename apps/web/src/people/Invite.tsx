import { Button, Group, Radio, Stack, Text } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useApi, useWorkspace } from '../api.ts'
import { Dialog } from '../ui/Dialog.tsx'
import { FormError } from '../ui/FormError.tsx'
import { ShownOnce } from '../ui/ShownOnce.tsx'
import { useSecretCall } from '../useSecretCall.ts'
import { type GivenRole, roles } from './RoleSelect.tsx'
import { roleWords } from './roleWords.ts'
import { usePeopleChanged } from './usePeopleChanged.ts'

/** Makes a link to join with, and shows it, once: it lives in this dialog and goes with it. */
export function Invite({ onClose }: { onClose(): void }) {
  const { client } = useApi()
  const { name: organization } = useWorkspace()
  const peopleChanged = usePeopleChanged()
  const { run, isPending, error } = useSecretCall()
  const [role, setRole] = useState<GivenRole>('editor')
  const [url, setUrl] = useState<string>()

  async function make(event: FormEvent) {
    event.preventDefault()
    const answer = await run(() => client.invitations.create.mutate({ role }))
    if (!answer) return
    setUrl(answer.url)
    await peopleChanged()
  }

  if (url === undefined) {
    return (
      <Dialog title={`Invite somebody to ${organization}`} onClose={onClose}>
        <form onSubmit={make}>
          <Stack gap="lg">
            <Radio.Group label="Role" value={role} onChange={(next) => setRole(next as GivenRole)}>
              <Stack gap="sm" mt="xs">
                {roles.map(({ value, label }) => (
                  <Radio
                    key={value}
                    value={value}
                    label={label}
                    description={`Can ${roleWords[value].can}.`}
                    data-autofocus={value === role || undefined}
                  />
                ))}
              </Stack>
            </Radio.Group>
            <FormError of={error} />
            <Group justify="flex-end" gap="sm">
              <Button variant="default" onClick={onClose}>
                Cancel
              </Button>
              <Button type="submit" loading={isPending}>
                Make link
              </Button>
            </Group>
          </Stack>
        </form>
      </Dialog>
    )
  }
  return (
    <Dialog title="The link is ready" onClose={onClose} isPrecious>
      <Stack gap="lg">
        <ShownOnce label="Invitation link" value={url}>
          This is the only time that it is shown. Hand it to one person: it lets whoever opens it join, once,
          within 7 days.
        </ShownOnce>
        <Text size="sm">
          Whoever joins with it becomes {roleWords[role].withArticle} of {organization}.
        </Text>
        <Button variant="default" onClick={onClose} style={{ alignSelf: 'flex-end' }}>
          Done
        </Button>
      </Stack>
    </Dialog>
  )
}
