import { Checkbox, Stack, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import type { ComponentDetail } from '@stepkey/shared/catalog-api'
import type { CredentialSummary } from '@stepkey/shared/credential'
import type { CredentialImpact } from '@stepkey/shared/credential-impact'
import type { CredentialReplaced } from '@stepkey/shared/credential-replacement'
import type { BlockReason } from '@stepkey/shared/flow'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { Dialog } from '../../ui/dialog/Dialog.tsx'
import { useFormInDialog } from '../../ui/dialog/dialogContext.ts'
import { FormFooter } from '../../ui/dialog/FormFooter.tsx'
import { LiveRegion } from '../../ui/feedback/LiveRegion.tsx'
import { LoadError } from '../../ui/feedback/LoadError.tsx'
import { isolated } from '../../ui/text/isolated.ts'
import { useMay } from '../../workspace/access.ts'
import { useApi } from '../../workspace/useApi.ts'
import { BrokenSteps, brokenStepsOf } from './BrokenSteps.tsx'
import { OtherCredential } from './OtherCredential.tsx'
import { useCredentialsChanged } from './useCredentialsChanged.ts'
import { useRemoveCredential } from './useRemoveCredential.ts'

interface ReplaceCredentialProps {
  component: ComponentDetail
  credential: CredentialSummary
  /** Whether the user came here to delete the credential. */
  isDeletedAfterwards?: boolean
  onClose(): void
  onDeleted?(): unknown
}

/** Replaces a credential by another one in all flows that use it, and deletes it then if the user wants that. */
export function ReplaceCredential(props: ReplaceCredentialProps) {
  const { credential, onClose } = props
  return (
    <Dialog title={`Replace “${isolated(credential.name)}” in its flows`} onClose={onClose}>
      <ReplaceForm {...props} />
    </Dialog>
  )
}

function ReplaceForm({
  component,
  credential,
  isDeletedAfterwards = false,
  onClose,
  onDeleted,
}: ReplaceCredentialProps) {
  const { client } = useApi()
  const credentialsChanged = useCredentialsChanged()
  const mayWrite = useMay('write')
  const { id: credentialId, name } = credential
  const [by, setBy] = useState<string | null>(null)
  const [isDeleted, setDeleted] = useState(isDeletedAfterwards)
  const plan = useMutation({
    mutationFn: (other: string) =>
      client.credentials.replace.mutate({ credentialId, by: other, dryRun: true }),
  })
  function keep(message: string) {
    onClose()
    notifications.show({ color: 'amber', title: `“${isolated(name)}” was not deleted`, message })
  }
  const remove = useRemoveCredential({
    component,
    credential,
    onInUse: () => keep('Active flows still use it.'),
    onRecentlyIssued: () => keep('Active flows got it for its customer within the last 30 days.'),
    onClose,
    onDeleted,
  })
  const impact = useMutation({
    mutationFn: (other: string) => client.credentials.impact.mutate({ credentialId, by: other }),
  })
  const replace = useMutation({
    mutationFn: (other: string) => client.credentials.replace.mutate({ credentialId, by: other }),
    onSuccess: async (result) => {
      notifications.show({
        color: 'leaf',
        message: `${inFlows(result.switched.length)} got the other credential.`,
      })
      if (isDeleted && result.refused.length === 0) return remove.mutate({ credentialId })
      onClose()
      await credentialsChanged()
    },
  })
  useFormInDialog({ isPending: replace.isPending || remove.isPending, isChanged: false })

  function submit(event: FormEvent) {
    event.preventDefault()
    if (by !== null) replace.mutate(by)
  }

  const isPlanned = plan.data !== undefined && plan.variables === by
  const isKept = isPlanned && plan.data.refused.length > 0
  return (
    <form aria-label={`Replace ${name}`} onSubmit={submit}>
      <Stack gap="md">
        <OtherCredential
          of={credential}
          component={component}
          value={by}
          onChange={(other) => {
            setBy(other)
            if (other !== null) plan.mutate(other)
            if (other !== null && mayWrite) impact.mutate(other)
          }}
        />
        <LiveRegion>{isPlanned && <Plan of={plan.data} />}</LiveRegion>
        {impact.data && impact.variables === by && <Differences of={impact.data} />}
        {by !== null && (
          <LoadError of={{ error: plan.error, isFetching: plan.isPending, refetch: () => plan.mutate(by) }} />
        )}
        {mayWrite && (
          <Checkbox
            checked={isDeleted && !isKept}
            disabled={isKept}
            description={isKept && 'Not possible, because active flows keep it.'}
            onChange={({ currentTarget }) => setDeleted(currentTarget.checked)}
            label={`Delete “${isolated(name)}” afterwards`}
          />
        )}
        <FormFooter
          problem={replace.error ?? remove.error}
          isPending={replace.isPending || remove.isPending}
          isDisabled={!isPlanned || plan.data.switched.length === 0}
        >
          Replace
        </FormFooter>
      </Stack>
    </form>
  )
}

/** Why active flows keep the current credential. */
const refusalTexts: Record<BlockReason, string> = {
  missing: 'the other one was deleted',
  wrong_component: 'the other one is for another component',
  failing: 'the other one is failing',
  unverified: 'the other one is not verified',
  frozen: 'the other one is frozen',
  missing_scopes: 'scopes that their steps require were not granted to the other one',
  unknown_component: 'their component does not exist any more',
  unknown_method: 'their component has not all of their methods any more',
}

/** The number of flows that are named. */
const NAMED = 5

/** Says what the replacement will change. */
function Plan({ of: { switched, refused } }: { of: CredentialReplaced }) {
  const names = (flows: readonly { name: string }[]) => {
    const named = flows.slice(0, NAMED).map(({ name }) => `“${isolated(name)}”`)
    const more = flows.length - named.length
    return `${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`
  }
  return (
    <Stack gap="xs">
      <Text size="sm">
        {switched.length === 0
          ? 'No flow can use it.'
          : `${inFlows(switched.length)} will use it: ${names(switched)}.`}
      </Text>
      {refused.length > 0 && (
        <Text size="sm">
          {refused.length === 1 ? '1 active flow keeps' : `${refused.length} active flows keep`} the current
          one, because {refusalTexts[refused[0]?.reason ?? 'unverified']}:{' '}
          {names(refused.map(({ flow }) => flow))}.
        </Text>
      )}
    </Stack>
  )
}

/** Names the steps that can use the other credential, but would work with something else then. */
function Differences({ of }: { of: CredentialImpact }) {
  const steps = brokenStepsOf(of).filter(
    ({ breaks }) => breaks === 'other_account' || breaks === 'other_address',
  )
  return steps.length > 0 && <BrokenSteps steps={steps} />
}

const inFlows = (count: number) => (count === 1 ? '1 flow' : `${count} flows`)
