import { Button, Checkbox, Group, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { type FieldError, fieldErrors } from '@stepkey/shared/errors'
import { CreateWebhook, type Webhook, type WebhookEventType } from '@stepkey/shared/webhook'
import { type FormEvent, useRef } from 'react'
import { fieldErrorsOf } from '../api.ts'
import { focusFirstError } from '../forms/focusFirstError.ts'
import { SegmentedChoice } from '../forms/SegmentedChoice.tsx'
import { FormError } from '../ui/FormError.tsx'
import { useSecretCall } from '../useSecretCall.ts'
import { EVENTS, eventWords } from './eventWords.ts'

interface WebhookFormProps {
  /** The webhook that is changed; absent for a new one. */
  initial?: Webhook
  submit: string
  /** Its answer may hold a secret, so nothing here keeps it. */
  onSubmit(webhook: CreateWebhook): Promise<unknown>
  onCancel(): void
}

interface Draft {
  name: string
  url: string
  scope: 'all' | 'chosen'
  events: WebhookEventType[]
}

/** What a webhook is called, where it leads, and what it is told. */
export function WebhookForm({ initial, submit, onSubmit, onCancel }: WebhookFormProps) {
  const { run, isPending, error } = useSecretCall()
  const element = useRef<HTMLFormElement>(null)
  const form = useForm<Draft>({
    initialValues: {
      name: initial?.name ?? '',
      url: initial?.url ?? '',
      scope: initial?.events ? 'chosen' : 'all',
      events: initial?.events ?? ['credential.failing', 'credential.recovered', 'credential.expiring'],
    },
  })

  function showErrors(errors: FieldError[]) {
    form.setErrors(Object.fromEntries(errors.map(({ path, message }) => [path, message])))
    focusFirstError(element.current)
  }

  async function save(event: FormEvent) {
    event.preventDefault()
    const { name, url, scope, events } = form.getValues()
    const parsed = CreateWebhook.safeParse({ name, url, events: scope === 'all' ? null : events })
    if (!parsed.success) return showErrors(fieldErrors(parsed.error))
    await run(
      () => onSubmit(parsed.data),
      (refusal) => showErrors(fieldErrorsOf(refusal)),
    )
  }

  return (
    <form ref={element} noValidate onSubmit={save} aria-label={submit}>
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
                  label={eventWords[type].title}
                  description={eventWords[type].sentence}
                  aria-invalid={form.errors.events !== undefined}
                />
              ))}
            </Stack>
          </Checkbox.Group>
        )}
        <FormError of={error} />
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onCancel}>
            Cancel
          </Button>
          <Button type="submit" loading={isPending}>
            {submit}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
