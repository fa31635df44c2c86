import { useForm } from '@mantine/form'
import { type FieldError, fieldErrors } from '@stepkey/shared/errors'
import { type FormEvent, useRef } from 'react'
import type { z } from 'zod'
import { fieldErrorsOf } from '../api.ts'
import { focusFirstError } from '../forms/focusFirstError.ts'

/**
 * The state of a form whose schema the server uses too. Wrong input is told at its field and focused,
 * whether the browser finds it or the server.
 */
export function useEntryForm<Values extends Record<string, string>>(
  schema: z.ZodType,
  initialValues: Values,
) {
  const element = useRef<HTMLFormElement>(null)
  const form = useForm<Values>({ initialValues })

  function showErrors(errors: FieldError[]) {
    form.setErrors(Object.fromEntries(errors.map(({ path, message }) => [path, message])))
    focusFirstError(element.current)
  }

  const onSubmit = (send: (values: Values) => void) => (event: FormEvent) => {
    event.preventDefault()
    const parsed = schema.safeParse(form.getValues())
    if (parsed.success) send(form.getValues())
    else showErrors(fieldErrors(parsed.error))
  }

  return {
    input: (name: string) => form.getInputProps(name),
    element,
    reset: form.reset,
    onSubmit,
    /** Shows what the server refused, at its fields. */
    showRefusal: (error: unknown) => showErrors(fieldErrorsOf(error)),
  }
}
