import { Alert, Radio, Stack, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import type { NoticeDelivery, NoticeKind } from '@stepkey/shared/notice'
import { IconMailOff } from '@tabler/icons-react'
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { sentenceOf } from '../../api/api.ts'
import { ErrorText } from '../../ui/feedback/ErrorText.tsx'
import { useApi } from '../../workspace/useApi.ts'
import { KindChoice } from './KindChoice.tsx'
import { deliveryLabelsOf } from './noticeLabels.ts'

const DELIVERIES = ['at_once', 'daily', 'off'] as const

/** Chooses what the user is told of by e-mail. A choice takes effect immediately. */
export function MyNotices() {
  const { trpc } = useApi()
  const queryClient = useQueryClient()
  const { data } = useSuspenseQuery(trpc.notices.get.queryOptions())
  const [draft, setDraft] = useState<{ delivery: NoticeDelivery; kinds: NoticeKind[] }>()
  const { delivery, kinds } = draft ?? data
  const change = useMutation(
    trpc.notices.set.mutationOptions({
      // Arrow keys select every option on their way. The scope runs the mutations in order, so that the last one wins.
      scope: { id: 'notices' },
      onSuccess: (settings) => {
        queryClient.setQueryData(trpc.notices.get.queryKey(), settings)
        notifications.hide('notices')
        notifications.show({
          id: 'notices',
          color: 'leaf',
          title: 'Saved',
          message: 'It applies to what happens from now on.',
        })
      },
    }),
  )
  function choose(changed: { delivery?: NoticeDelivery; kinds?: NoticeKind[] }) {
    const chosen = { delivery, kinds, ...changed }
    setDraft(chosen)
    // Called only for the last choice. A choice that can't be saved stays visible with its error.
    if (chosen.kinds.length > 0) change.mutate(chosen, { onSettled: () => setDraft(undefined) })
  }
  const isOff = delivery === 'off'
  const labels = deliveryLabelsOf(data.delaySeconds)
  return (
    <Stack gap="lg">
      {!data.canSend && (
        <Alert icon={<IconMailOff aria-hidden />} title="This server sends no e-mail" color="gray">
          It has no mail server. The operator configures one with SMTP_URL and MAIL_FROM.
        </Alert>
      )}
      <Radio.Group
        label="E-mail"
        description={`Messages go to ${data.email}.`}
        value={delivery}
        onChange={(value) => choose({ delivery: value as NoticeDelivery })}
      >
        <Stack gap="sm" mt="xs">
          {DELIVERIES.map((value) => (
            <Radio
              key={value}
              value={value}
              label={labels[value].title}
              description={labels[value].description}
              disabled={!data.canSend}
            />
          ))}
        </Stack>
      </Radio.Group>
      {!isOff && (
        <KindChoice
          label="When"
          value={kinds}
          onChange={(chosen) => choose({ kinds: chosen })}
          isDisabled={!data.canSend}
          error={kinds.length === 0 ? 'Choose at least one, or choose Off.' : undefined}
        />
      )}
      {data.isDefault && (
        <Text size="sm" c="dimmed">
          This is the default of your role: owners and admins are told at once, other members are not.
        </Text>
      )}
      {change.error && <ErrorText>{sentenceOf(change.error)}</ErrorText>}
    </Stack>
  )
}
