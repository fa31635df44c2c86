import { Checkbox, Stack, TextInput } from '@mantine/core'
import { CreateWebhook, type Webhook, type WebhookEventType } from '@stepkey/shared/webhook'
import { SegmentedChoice } from '../../forms/SegmentedChoice.tsx'
import { useValidatedForm } from '../../forms/useValidatedForm.ts'
import { FormFooter } from '../../ui/dialog/FormFooter.tsx'
import { EVENTS, eventLabels } from './eventLabels.ts'

interface WebhookFormProps {
  /** The webhook that is changed; absent for a new one. */
  initial?: Webhook
  submit: string
  /** Its answer may hold a secret, so nothing here keeps it. */
  onSubmit(webhook: CreateWebhook): Promise<unknown>
}

type Draft = {
  name: string
  url: string
  scope: 'all' | 'chosen'
  events: WebhookEventType[]
}

/** What a webhook is called, where it leads, and what it is told. */
export function WebhookForm({ initial, submit, onSubmit: send }: WebhookFormProps) {
  const { form, element, onSubmit, isPending, problem } = useValidatedForm(
    CreateWebhook,
    {
      name: initial?.name ?? '',
      url: initial?.url ?? '',
      scope: initial?.events ? 'chosen' : 'all',
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
          description="Say who is told: that is how you will tell it from others."
          placeholder="On-call alarm"
          required
          autoComplete="off"
          data-1p-ignore
          data-autofocus
        />
        <TextInput
          {...form.getInputProps('url')}
          label="Address"
          description="Events are posted there as JSON. It has to answer with a status from 200 to 299 within 15 seconds."
          placeholder="https://example.com/hooks/stepkey"
          type="url"
          required
          autoComplete="off"
          data-1p-ignore
        />
        <SegmentedChoice
          label="What it is told"
          options={[
            { value: 'all', label: 'All events' },
            { value: 'chosen', label: 'Only some' },
          ]}
          value={form.values.scope}
          onChange={(scope) => form.setFieldValue('scope', scope as Draft['scope'])}
          help={form.values.scope === 'all' ? 'Also those that a later version of Stepkey adds.' : undefined}
        />
        {form.values.scope === 'chosen' && (
          <Checkbox.Group {...form.getInputProps('events')} label="Events" required>
            <Stack gap="sm" mt="xs">
              {EVENTS.map((type) => (
                <Checkbox
                  key={type}
                  value={type}
                  label={eventLabels[type].title}
                  description={eventLabels[type].sentence}
                  aria-invalid={form.errors.events !== undefined}
                />
              ))}
            </Stack>
          </Checkbox.Group>
        )}
        <FormFooter problem={problem} isPending={isPending}>
          {submit}
        </FormFooter>
      </Stack>
    </form>
  )
}
