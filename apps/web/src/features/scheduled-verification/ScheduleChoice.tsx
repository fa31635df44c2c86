import { Radio, Stack } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import type { Recheck } from '@stepkey/shared/workspace'
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { sentenceOf } from '../../api/api.ts'
import { ErrorText } from '../../ui/feedback/ErrorText.tsx'
import { useApi } from '../../workspace/useApi.ts'

const options: { value: Recheck; label: string; description: string }[] = [
  {
    value: 'off',
    label: 'Off',
    description:
      'Credentials are verified only on demand, or when a flow engine reports that one was rejected.',
  },
  {
    value: 'daily',
    label: 'Every day',
    description: 'Stepkey verifies each credential of an active flow once a day.',
  },
  {
    value: 'weekly',
    label: 'Every week',
    description: 'Stepkey verifies each credential of an active flow once a week.',
  },
]

/** Chooses how often credentials of active flows are verified. A choice takes effect immediately. */
export function ScheduleChoice() {
  const { trpc } = useApi()
  const queryClient = useQueryClient()
  const { data } = useSuspenseQuery(trpc.workspaces.get.queryOptions())
  const [selected, setSelected] = useState<Recheck>()
  const change = useMutation(
    trpc.workspaces.setRecheck.mutationOptions({
      // Arrow keys select every option on their way. The scope runs the mutations in order, so that the last one wins.
      scope: { id: 'recheck' },
      onSuccess: (settings) => {
        queryClient.setQueryData(trpc.workspaces.get.queryKey(), settings)
        notifications.hide('recheck')
        notifications.show({
          id: 'recheck',
          color: 'leaf',
          title: 'Saved',
          message:
            settings.recheck === 'off'
              ? 'Scheduled verification is off.'
              : 'The first verifications are spread over the chosen period.',
        })
      },
    }),
  )
  return (
    <Stack gap="md">
      <Radio.Group
        aria-label="How often credentials are verified"
        value={selected ?? data.recheck}
        onChange={(value) => {
          const recheck = value as Recheck
          setSelected(recheck)
          // Called only for the last choice.
          change.mutate({ recheck }, { onSettled: () => setSelected(undefined) })
        }}
      >
        <Stack gap="sm">
          {options.map(({ value, label, description }) => (
            <Radio key={value} value={value} label={label} description={description} />
          ))}
        </Stack>
      </Radio.Group>
      {change.error && <ErrorText>{sentenceOf(change.error)}</ErrorText>}
    </Stack>
  )
}
