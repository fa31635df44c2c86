import { Radio, Stack } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import type { Recheck } from '@stepkey/shared/workspace'
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { sentenceOf } from '../../api/api.ts'
import { ErrorText } from '../../ui/feedback/ErrorText.tsx'
import { useApi } from '../../workspace/useApi.ts'

const choices: { value: Recheck; label: string; sentence: string }[] = [
  {
    value: 'off',
    label: 'Never by itself',
    sentence:
      'A credential is verified when somebody asks for it, or a flow engine reports that it was refused.',
  },
  {
    value: 'daily',
    label: 'Every day',
    sentence: 'Each credential of an active flow is asked about once a day.',
  },
  { value: 'weekly', label: 'Every week', sentence: 'The same, once a week.' },
]

/** How often credentials of active flows are verified again. A choice takes effect at once. */
export function ScheduleChoice() {
  const { trpc } = useApi()
  const queryClient = useQueryClient()
  const { data } = useSuspenseQuery(trpc.workspaces.get.queryOptions())
  const [chosen, setChosen] = useState<Recheck>()
  const change = useMutation(
    trpc.workspaces.setRecheck.mutationOptions({
      // Arrow keys choose all that lies on their way. One is stored after the other, so that the last one stands.
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
              ? 'Nothing is verified again by itself.'
              : 'The first checks are spread over the time that you chose.',
        })
      },
    }),
  )
  return (
    <Stack gap="md">
      <Radio.Group
        aria-label="How often credentials are verified again"
        value={chosen ?? data.recheck}
        onChange={(value) => {
          const recheck = value as Recheck
          setChosen(recheck)
          // Called for the last choice alone.
          change.mutate({ recheck }, { onSettled: () => setChosen(undefined) })
        }}
      >
        <Stack gap="sm">
          {choices.map(({ value, label, sentence }) => (
            <Radio key={value} value={value} label={label} description={sentence} />
          ))}
        </Stack>
      </Radio.Group>
      {change.error && <ErrorText>{sentenceOf(change.error)}</ErrorText>}
    </Stack>
  )
}
