import { Stack } from '@mantine/core'
import { useForm } from '@mantine/form'
import type { FieldMessage } from '@stepkey/shared/errors'
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
  /** The initial values of the fields. */
  values: Record<string, unknown>
  /** The paths of stored secrets, for an existing app; then only changes are sent. */
  stored?: readonly string[]
  submit: string
  /** Saves the values. Resolves to undefined if the user cancelled it. */
  onSubmit(values: Record<string, unknown>): Promise<object | undefined>
  onDone(): void
  children?: ReactNode
}

/** The form of an OAuth app. Its secret is in no query cache. */
export function OAuthAppForm(props: OAuthAppFormProps) {
  const { label, fields: schema, values, stored, submit, onSubmit, onDone, children } = props
  const { run, isPending, error } = useSecretCall()
  const element = useRef<HTMLFormElement>(null)
  const fields = useMemo(() => describeFields(schema), [schema])
  const form = useForm<{ values: Draft }>({ initialValues: { values: draftOf(fields, values, stored) } })
  useFormInDialog({ isPending, isChanged: form.isDirty() })
  const isFieldError = fieldErrorsOf(error).some(({ path }) => Object.hasOwn(schema.shape, path))

  function showErrors(errors: FieldMessage[]) {
    form.setErrors(Object.fromEntries(errors.map(({ path, message }) => [`values.${path}`, message])))
    if (errors.length > 0) focusFirstError(element.current)
  }

  async function submitForm(event: FormEvent) {
    event.preventDefault()
    const { values: draft } = form.getValues()
    const input = valuesOf(fields, draft)
    const errors = errorsIn(schema, input)
    showErrors(errors)
    if (errors.length > 0) return
    const result = await run(
      () => onSubmit(stored ? changesOf(fields, draft, values) : input),
      (refusal) => showErrors(fieldErrorsOf(refusal)),
    )
    if (result) onDone()
  }

  return (
    <form ref={element} noValidate onSubmit={submitForm} aria-label={label}>
      <Stack gap="lg">
        {children}
        <SchemaFormProvider
          value={{
            form,
            stored: (stored ?? []).map((path) => `values.${path}`),
            extractSecret: (_path, text) => text.trim(),
            warnAbout: () => undefined,
            supplied: {},
          }}
        >
          <FieldList fields={fields} />
        </SchemaFormProvider>
        <FormFooter problem={!isFieldError && error} isPending={isPending}>
          {submit}
        </FormFooter>
      </Stack>
    </form>
  )
}
