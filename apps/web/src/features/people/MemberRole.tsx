import { notifications } from '@mantine/notifications'
import type { Member } from '@stepkey/shared/organization'
import { useMutation } from '@tanstack/react-query'
import { sentenceOf } from '../../api/api.ts'
import { usePasswordGate } from '../../api/passwordGate.ts'
import { useApi } from '../../workspace/useApi.ts'
import { type AssignableRole, RoleSelect } from './RoleSelect.tsx'
import { roleLabels } from './roleLabels.ts'
import { usePeopleChanged } from './usePeopleChanged.ts'

/** Changes the role of another member; a choice takes effect immediately. */
export function MemberRole({
  member: { accountId, name, role },
}: {
  member: Member & { role: AssignableRole }
}) {
  const { client } = useApi()
  const { withPassword } = usePasswordGate()
  const peopleChanged = usePeopleChanged()
  const setRole = useMutation({
    mutationFn: (input: { accountId: string; role: AssignableRole }) =>
      withPassword(() => client.members.setRole.mutate(input)),
    onSuccess: async (changed, given) => {
      if (!changed) return
      notifications.show({
        color: 'leaf',
        title: `${name} is ${roleLabels[given.role].withArticle} now`,
        message: `They can ${roleLabels[given.role].can}.`,
      })
      await peopleChanged()
    },
    onError: (error) =>
      notifications.show({
        color: 'red',
        title: `${name} is still ${roleLabels[role].withArticle}`,
        message: sentenceOf(error),
      }),
  })
  return (
    <RoleSelect
      aria-label={`Role of ${name}`}
      value={setRole.isPending ? setRole.variables.role : role}
      onChange={(next) => setRole.mutate({ accountId, role: next })}
      // Not `disabled`: a disabled select loses the focus.
      readOnly={setRole.isPending}
      w={130}
    />
  )
}
