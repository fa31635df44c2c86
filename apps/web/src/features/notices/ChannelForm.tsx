import { Stack, TextInput } from '@mantine/core'
import {
  type ChatChannel,
  type ChatFormat,
  CreateChatChannel,
  type NoticeDelivery,
  type NoticeKind,
} from '@stepkey/shared/notice'
import { useSuspenseQuery } from '@tanstack/react-query'
import { SecretInput } from '../../forms/SecretInput.tsx'
import { SegmentedChoice } from '../../forms/SegmentedChoice.tsx'
import { useValidatedForm } from '../../forms/useValidatedForm.ts'
import { FormFooter } from '../../ui/dialog/FormFooter.tsx'
import { useApi } from '../../workspace/useApi.ts'
import { KindChoice } from './KindChoice.tsx'
import { deliveryLabelsOf, formatLabels, KINDS } from './noticeLabels.ts'

type ChannelInput = Partial<Pick<CreateChatChannel, 'url'>> & Omit<CreateChatChannel, 'url'>

interface ChannelFormProps {
  /** The channel to edit; absent for a new one. */
  initial?: ChatChannel
  submit: string
  /** Without `url`, the stored one stays. */
  onSubmit(channel: ChannelInput): Promise<unknown>
}

type Draft = {
  name: string
  format: ChatFormat
  url: string
  delivery: Exclude<NoticeDelivery, 'off'>
  kinds: NoticeKind[]
}

const NewChannel = CreateChatChannel
const ChangedChannel = CreateChatChannel.partial({ url: true })

/** Edits a chat channel. Its URL is a secret, so it is masked, and a stored one is not shown. */
export function ChannelForm({ initial, submit, onSubmit: send }: ChannelFormProps) {
  const { form, element, onSubmit, isPending, problem } = useValidatedForm(
    initial ? ChangedChannel : NewChannel,
    {
      name: initial?.name ?? '',
      format: initial?.format ?? 'slack',
      url: '',
      delivery: initial?.delivery ?? 'at_once',
      kinds: initial?.kinds ?? [...KINDS],
    } as Draft,
    ({ url, ...draft }) => ({ ...draft, ...((url !== '' || !initial) && { url }) }),
  )
  const { format, delivery, kinds } = form.values
  const { trpc } = useApi()
  const { data: settings } = useSuspenseQuery(trpc.notices.get.queryOptions())
  const labels = deliveryLabelsOf(settings.delaySeconds)
  return (
    <form ref={element} noValidate onSubmit={onSubmit(send)} aria-label={submit}>
      <Stack gap="lg">
        <TextInput
          {...form.getInputProps('name')}
          label="Name"
          description="Name the channel as your team does."
          placeholder="#operations"
          required
          autoComplete="off"
          data-1p-ignore
          data-autofocus
        />
        <SegmentedChoice
          label="Chat"
          options={Object.entries(formatLabels).map(([value, { title }]) => ({ value, label: title }))}
          value={format}
          onChange={(value) => form.setFieldValue('format', value as ChatFormat)}
          help={formatLabels[format].help}
        />
        <SecretInput
          label="Webhook URL"
          description={
            initial
              ? `Stored for ${initial.host}. Leave it empty to keep it.`
              : 'It is a secret: anyone who knows it can post to the channel. Stepkey stores it encrypted.'
          }
          value={form.values.url}
          onChange={(url) => form.setFieldValue('url', url)}
          extractSecret={(text) => text.trim()}
          onNotice={() => {}}
          required={!initial}
          autoFocus={false}
          error={form.errors.url}
        />
        <SegmentedChoice
          label="Messages"
          options={(['at_once', 'daily'] as const).map((value) => ({
            value,
            label: labels[value].title,
          }))}
          value={delivery}
          onChange={(value) => form.setFieldValue('delivery', value as Draft['delivery'])}
          help={labels[delivery].description}
        />
        <KindChoice
          label="When"
          value={kinds}
          onChange={(value) => form.setFieldValue('kinds', value)}
          error={form.errors.kinds}
        />
        <FormFooter problem={problem} isPending={isPending}>
          {submit}
        </FormFooter>
      </Stack>
    </form>
  )
}
