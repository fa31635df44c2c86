import { Stack, TextInput } from '@mantine/core'
import { CreateWebhook, type Webhook, type WebhookEventType } from '@stepkey/shared/webhook'
import { CheckboxList } from '../../forms/CheckboxList.tsx'
import { SegmentedChoice } from '../../forms/SegmentedChoice.tsx'
import { useValidatedForm } from '../../forms/useValidatedForm.ts'
import { FormFooter } from '../../ui/dialog/FormFooter.tsx'
import { EVENTS, eventLabels } from './eventLabels.ts'

interface WebhookFormProps {
  /** The webhook to edit; absent for a new one. */
  initial?: Webhook
  submit: string
  /** The result may contain a secret and is not kept. */
  onSubmit(webhook: CreateWebhook): Promise<unknown>
}

type Draft = {
  name: string
  url: string
  scope: 'all' | 'selected'
  events: WebhookEventType[]
}

/** Edits the name, the URL and the events of a webhook. */
export function WebhookForm({ initial, submit, onSubmit: send }: WebhookFormProps) {
  const { form, element, onSubmit, isPending, problem } = useValidatedForm(
    CreateWebhook,
    {
      name: initial?.name ?? '',
      url: initial?.url ?? '',
      scope: initial?.events ? 'selected' : 'all',
      events: initial?.events ?? ['credential.failing', 'credential.recovered', 'credential.expiring'],
    } as Draft,
    ({ name, url, scope, events }) => ({ name, url, events: scope === 'all' ? null : events }),
  )
  return (
    <form ref={element} noValidate onSubmit={onSubmit(send)} aria-label={submit}>
      <Stack gap="lg">
        <TextInput
          {...form.getInputProps('name')}
          label="Name"
          description="Name the receiver of the events."
          placeholder="On-call alarm"
          required
          autoComplete="off"
          data-1p-ignore
          data-autofocus
        />
        <TextInput
          {...form.getInputProps('url')}
          label="URL"
          description="Stepkey sends events there as JSON in POST requests. Respond with a status from 200 to 299 within 15 seconds."
          placeholder="https://example.com/hooks/stepkey"
          type="url"
          required
          autoComplete="off"
          data-1p-ignore
        />
        <SegmentedChoice
          label="Events to send"
          options={[
            { value: 'all', label: 'All events' },
            { value: 'selected', label: 'Selected events' },
          ]}
          value={form.values.scope}
          onChange={(scope) => form.setFieldValue('scope', scope as Draft['scope'])}
          help={
            form.values.scope === 'all' ? 'Includes events that later versions of Stepkey add.' : undefined
          }
        />
        {form.values.scope === 'selected' && (
          <CheckboxList
            {...form.getInputProps('events')}
            label="Events"
            required
            options={EVENTS.map((value) => ({ value, ...eventLabels[value] }))}
          />
        )}
        <FormFooter problem={problem} isPending={isPending}>
          {submit}
        </FormFooter>
      </Stack>
    </form>
  )
}
