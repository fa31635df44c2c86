import { Button, Group, Select, Stack, Text } from '@mantine/core'
import type { FlowPreflight, PreflightReason } from '@stepkey/shared/flow-preflight'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { Dialog } from '../../ui/dialog/Dialog.tsx'
import { useFormInDialog } from '../../ui/dialog/dialogContext.ts'
import { FormError } from '../../ui/feedback/FormError.tsx'
import { LiveRegion } from '../../ui/feedback/LiveRegion.tsx'
import { StatusText } from '../../ui/feedback/StatusText.tsx'
import { BusyButton } from '../../ui/inputs/BusyButton.tsx'
import { Row, RowList } from '../../ui/layout/RowList.tsx'
import { useApi } from '../../workspace/useApi.ts'
import { useCredentialsChanged } from '../credentials/useCredentialsChanged.ts'
import { OwnerInput } from '../owners/OwnerInput.tsx'

interface PreflightDialogProps {
  flowId: string
  /** Each run is for one customer. */
  isForCustomers: boolean
  onClose(): void
}

/** Verifies the credentials of a stored flow, and says whether they last until the end of a run. */
export function PreflightDialog(props: PreflightDialogProps) {
  return (
    <Dialog title="Check before a run" onClose={props.onClose}>
      <PreflightForm {...props} />
    </Dialog>
  )
}

const durations = [
  { value: '10', label: 'Up to 10 minutes' },
  { value: '60', label: 'Up to an hour' },
  { value: '480', label: 'Up to 8 hours' },
  { value: '1440', label: 'Up to a day' },
  { value: '10080', label: 'Up to a week' },
]

function PreflightForm({ flowId, isForCustomers, onClose }: PreflightDialogProps) {
  const { client } = useApi()
  const credentialsChanged = useCredentialsChanged()
  const [minutes, setMinutes] = useState('60')
  const [owner, setOwner] = useState('')
  const check = useMutation({
    mutationFn: () =>
      client.flows.preflight.mutate({
        flowId,
        expectedMinutes: Number(minutes),
        ...(isForCustomers && { owner: owner.trim() }),
      }),
    // A rejected credential is failing by now.
    onSuccess: () => credentialsChanged(),
  })
  useFormInDialog({ isPending: check.isPending, isChanged: false })

  function submit(event: FormEvent) {
    event.preventDefault()
    check.mutate()
  }

  return (
    <form aria-label="Check before a run" onSubmit={submit}>
      <Stack gap="md">
        <Text size="sm">
          Verifies the credential of each step, its scopes, and whether its access lasts until the end of the
          run. Checks the saved flow.
        </Text>
        {isForCustomers && (
          <OwnerInput
            label="Customer"
            description="The owner of the credentials in this run."
            value={owner}
            onChange={(value) => {
              setOwner(value)
              check.reset()
            }}
            required
            isFirst
          />
        )}
        <Select
          label="Duration of the run"
          data={durations}
          value={minutes}
          allowDeselect={false}
          onChange={(value) => {
            if (value) setMinutes(value)
            check.reset()
          }}
          data-autofocus={!isForCustomers || undefined}
        />
        <LiveRegion>{check.data && <Result of={check.data} />}</LiveRegion>
        <FormError of={check.error} />
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>
            Close
          </Button>
          <BusyButton type="submit" isWaiting={check.isPending}>
            {check.data ? 'Check again' : 'Check'}
          </BusyButton>
        </Group>
      </Stack>
    </form>
  )
}

function Result({ of: { outcome, steps } }: { of: FlowPreflight }) {
  const doubts = steps.filter(({ reason }) => reason === 'not_verified').length
  return (
    <Stack gap="sm">
      <Text size="sm" fw={600}>
        {outcome === 'blocked'
          ? 'The flow is not ready.'
          : doubts > 0
            ? 'No step is known to fail, but not all could be verified.'
            : 'The flow is ready.'}
      </Text>
      <RowList label="Steps">
        {steps.map(({ stepId, name, reason, verification }) => (
          <Row key={stepId}>
            <Text size="sm" fw={600}>
              <bdi>{name}</bdi>
            </Text>
            <StatusText tone={reason === undefined ? 'good' : reason === 'not_verified' ? 'warn' : 'bad'}>
              {reason === undefined ? 'Ready' : (messageOf(reason, verification?.message) ?? texts[reason])}
            </StatusText>
          </Row>
        ))}
      </RowList>
    </Stack>
  )
}

/** For what a verification found, its message says more than the reason. */
const messageOf = (reason: PreflightReason, message: string | undefined) =>
  reason === 'failing' || reason === 'not_verified' ? message : undefined

const texts: Record<PreflightReason, string> = {
  missing: 'It has no credential. Choose one in the step.',
  wrong_component: 'Its credential is for another component. Choose another one in the step.',
  failing: 'Its credential is failing. Fix it, or choose another one in the step.',
  unverified: 'Its credential was saved without verifying. Verify it.',
  frozen: 'Its credential is frozen. Unfreeze it, or choose another one in the step.',
  missing_scopes: 'Scopes that it requires were not granted. Extend the access in the step.',
  unknown_component: 'Its component does not exist any more. Choose another one in the step.',
  unknown_method: 'Its component has not all of the chosen methods any more. Choose them again in the step.',
  not_connected: 'The customer has no credential that fits. Connect one first.',
  ambiguous: 'The customer has several credentials that fit. Delete all but one, or limit the methods.',
  ends_too_soon:
    'The access ends before the end of the run, and only a user can renew it. Renew it before the run.',
  not_verified: 'The verification was inconclusive.',
}
