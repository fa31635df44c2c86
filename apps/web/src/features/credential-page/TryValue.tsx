import { Skeleton, Stack, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { CheckboxList } from '../../forms/CheckboxList.tsx'
import { Dialog } from '../../ui/dialog/Dialog.tsx'
import { useFormInDialog } from '../../ui/dialog/dialogContext.ts'
import { FormFooter } from '../../ui/dialog/FormFooter.tsx'
import { LoadError } from '../../ui/feedback/LoadError.tsx'
import { isolated } from '../../ui/text/isolated.ts'
import { useApi } from '../../workspace/useApi.ts'
import { useCredentialsChanged } from '../credentials/useCredentialsChanged.ts'
import type { ValueDialogProps } from './DiscardValue.tsx'

/** Chooses the flows that try a new value. All others keep the current one. */
export function TryValue(props: ValueDialogProps) {
  return (
    <Dialog title="Try the new value with flows" onClose={props.onClose}>
      <TrialForm {...props} />
    </Dialog>
  )
}

function TrialForm({ credential: { id: credentialId }, value, onClose }: ValueDialogProps) {
  const { client, trpc } = useApi()
  const credentialsChanged = useCredentialsChanged()
  const usage = useQuery(trpc.credentials.usage.queryOptions({ credentialId }))
  const before = value.flows.map(({ id }) => id)
  // Those that try it already are first, because a long list must be scrolled.
  const flows = usage.data?.flows.toSorted(
    (a, b) => Number(before.includes(b.id)) - Number(before.includes(a.id)),
  )
  const [chosen, setChosen] = useState<readonly string[]>(before)
  const save = useMutation({
    mutationFn: () =>
      client.credentials.promote.mutate({
        credentialId,
        generation: value.generation,
        flowIds: [...chosen],
      }),
    onSuccess: ({ outcome }) => {
      void credentialsChanged()
      onClose()
      const isStored = outcome === 'on_trial'
      notifications.show({
        color: isStored ? 'leaf' : 'amber',
        message: isStored
          ? describeChoice(chosen.length)
          : 'The credential was changed in the meantime. Nothing was changed.',
      })
    },
  })
  useFormInDialog({ isPending: save.isPending, isChanged: chosen.join() !== before.join() })
  return (
    <form
      aria-label="Flows that try the new value"
      onSubmit={(event) => {
        event.preventDefault()
        save.mutate()
      }}
    >
      <Stack gap="md">
        <Text size="sm">
          The chosen flows get the new value from their next request on. All others keep the current one.
        </Text>
        <LoadError of={usage} />
        {!usage.data && !usage.error && <Skeleton height={72} aria-hidden />}
        {flows && (
          <CheckboxList
            label="Flows"
            isFirst
            value={[...chosen]}
            onChange={setChosen}
            options={flows.map(({ id, name, status, steps }) => ({
              value: id,
              title: <bdi>{name}</bdi>,
              description: `${status === 'active' ? '' : 'Inactive · '}${steps.map((step) => isolated(step.name)).join(', ')}`,
            }))}
          />
        )}
        <FormFooter problem={save.error} isPending={save.isPending} isDisabled={!flows}>
          Save
        </FormFooter>
      </Stack>
    </form>
  )
}

function describeChoice(count: number): string {
  if (count === 0) return 'No flow tries the new value any more.'
  return count === 1 ? '1 flow tries the new value.' : `${count} flows try the new value.`
}
