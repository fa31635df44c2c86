import { notifications } from '@mantine/notifications'
import type { HeldApiKey, KeysDecision } from '@stepkey/shared/api-key'
import type { Member } from '@stepkey/shared/organization'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { sentenceOf } from '../../api/api.ts'
import { usePasswordGate } from '../../api/passwordGate.ts'
import { ConfirmDialog } from '../../ui/dialog/ConfirmDialog.tsx'
import { isolated } from '../../ui/text/isolated.ts'
import { useApi } from '../../workspace/useApi.ts'
import { KeysOfMember } from './KeysOfMember.tsx'
import { type AssignableRole, RoleSelect } from './RoleSelect.tsx'
import { roleLabels } from './roleLabels.ts'
import { usePeopleChanged } from './usePeopleChanged.ts'

/** The change of a role that waits for a decision on the member's API keys. */
interface Waiting {
  role: AssignableRole
  keys: readonly HeldApiKey[]
}

/**
 * Changes the role of another member; a choice takes effect immediately, unless the member created API keys that the new
 * role does not permit.
 */
export function MemberRole({
  member: { accountId, name, role },
}: {
  member: Member & { role: AssignableRole }
}) {
  const { client } = useApi()
  const { withPassword } = usePasswordGate()
  const peopleChanged = usePeopleChanged()
  const [waiting, setWaiting] = useState<Waiting>()
  const [decision, setDecision] = useState<KeysDecision>()

  function showChanged(given: AssignableRole) {
    notifications.show({
      color: 'leaf',
      title: `${isolated(name)} is ${roleLabels[given].withArticle} now`,
      message: `They can ${roleLabels[given].can}.`,
    })
    void peopleChanged()
  }

  const setRole = useMutation({
    mutationFn: (next: AssignableRole) =>
      withPassword(() => client.members.setRole.mutate({ accountId, role: next })),
    onSuccess: (result, given) => {
      if (result?.outcome === 'has_api_keys') setWaiting({ role: given, keys: result.apiKeys })
      else if (result) showChanged(given)
    },
    onError: (error) =>
      notifications.show({
        color: 'red',
        title: `${isolated(name)} is still ${roleLabels[role].withArticle}`,
        message: sentenceOf(error),
      }),
  })
  return (
    <>
      <RoleSelect
        aria-label={`Role of ${name}`}
        value={setRole.isPending ? setRole.variables : role}
        onChange={(next) => setRole.mutate(next)}
        // Not `disabled`: a disabled select loses the focus.
        readOnly={setRole.isPending}
        w={130}
      />
      {waiting && (
        <ConfirmDialog
          title={`Make ${isolated(name)} ${roleLabels[waiting.role].withArticle}?`}
          confirm="Change role"
          inputs={<KeysOfMember name={name} keys={waiting.keys} value={decision} onChange={setDecision} />}
          isDisabled={decision === undefined}
          onConfirm={() =>
            client.members.setRole.mutate({ accountId, role: waiting.role, apiKeys: decision })
          }
          onClose={() => setWaiting(undefined)}
          onDone={() => showChanged(waiting.role)}
        >
          With this role, <bdi>{name}</bdi> can no longer manage API keys.
        </ConfirmDialog>
      )}
    </>
  )
}
