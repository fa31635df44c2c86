import { Stack } from '@mantine/core'
import { useForm } from '@mantine/form'
import type { FieldError } from '@stepkey/shared/errors'
import { describeFields } from '@stepkey/shared/schema'
import { type FormEvent, type ReactNode, useMemo, useRef } from 'react'
import type { z } from 'zod'
import { fieldErrorsOf } from '../../api/api.ts'
import { useSecretCall } from '../../api/useSecretCall.ts'
import { FieldList } from '../../forms/FieldList.tsx'
import { focusFirstError } from '../../forms/focusFirstError.ts'
import { SchemaFormProvider } from '../../forms/formContext.ts'
import { changesOf, type Draft, draftOf, valuesOf } from '../../forms/formDraft.ts'
import { errorsIn } from '../../forms/validate.ts'
import { useFormInDialog } from '../../ui/dialog/dialogContext.ts'
import { FormFooter } from '../../ui/dialog/FormFooter.tsx'

interface OAuthAppFormProps {
  label: string
  fields: z.ZodObject
  /** What stands in the fields at first. */
  values: Record<string, unknown>
  /** Secrets that are there already; then only what differs is sent. */
  stored?: readonly string[]
  submit: string
  onSubmit(values: Record<string, unknown>): Promise<unknown>
  onDone(): void
  children?: ReactNode
}

/** The inputs of an OAuth app. Its secret is in none of the caches. */
export function OAuthAppForm(props: OAuthAppFormProps) {
  const { label, fields: schema, values, stored, submit, onSubmit, onDone, children } = props
  const { run, isPending, error } = useSecretCall()
  const element = useRef<HTMLFormElement>(null)
  const fields = useMemo(() => describeFields(schema), [schema])
  const form = useForm<{ values: Draft }>({ initialValues: { values: draftOf(fields, values, stored) } })
  useFormInDialog({ isPending, isChanged: form.isDirty() })
  const isTold = fieldErrorsOf(error).some(({ path }) => Object.hasOwn(schema.shape, path))

  function showErrors(errors: FieldError[]) {
    form.setErrors(Object.fromEntries(errors.map(({ path, message }) => [`values.${path}`, message])))
    if (errors.length > 0) focusFirstError(element.current)
  }

  async function send(event: FormEvent) {
    event.preventDefault()
    const { values: draft } = form.getValues()
    const typed = valuesOf(fields, draft)
    const errors = errorsIn(schema, typed)
    showErrors(errors)
    if (errors.length > 0) return
    const answer = await run(
      async () => ({ done: await onSubmit(stored ? changesOf(fields, draft, values) : typed) }),
      (refusal) => showErrors(fieldErrorsOf(refusal)),
    )
    if (answer) onDone()
  }

  return (
    <form ref={element} noValidate onSubmit={send} aria-label={label}>
      <Stack gap="lg">
        {children}
        <SchemaFormProvider
          value={{
            form,
            stored: (stored ?? []).map((path) => `values.${path}`),
            bare: (_path, text) => text.trim(),
            remark: () => undefined,
            supplied: {},
          }}
        >
          <FieldList fields={fields} />
        </SchemaFormProvider>
        <FormFooter problem={!isTold && error} isPending={isPending}>
          {submit}
        </FormFooter>
      </Stack>
    </form>
  )
}
