import { useForm } from '@mantine/form'
import { type FieldError, fieldErrors } from '@stepkey/shared/errors'
import { type FormEvent, useRef, useState } from 'react'
import type { z } from 'zod'
import { fieldErrorsOf, sentenceOf } from '../api/api.ts'
import { useSecretCall } from '../api/useSecretCall.ts'
import { useFormInDialog } from '../ui/dialog/dialogContext.ts'
import { focusFirstError } from './focusFirstError.ts'

/**
 * The state of a form whose schema the server uses too. Wrong input is told at its field and focused,
 * whether the browser finds it or the server. Neither what is sent nor the answer is kept: it may be a secret.
 */
export function useValidatedForm<Values extends Record<string, unknown>, Schema extends z.ZodType>(
  schema: Schema,
  initialValues: Values,
  /** What is sent of the values; all of them, unless told. */
  inputOf: (values: Values) => unknown = (values) => values,
) {
  const element = useRef<HTMLFormElement>(null)
  const form = useForm<Values>({ initialValues })
  const { run, isPending, error } = useSecretCall()
  const [strays, setStrays] = useState<string[]>([])
  useFormInDialog({ isPending, isChanged: form.isDirty() })

  function showErrors(errors: FieldError[]) {
    form.setErrors(Object.fromEntries(errors.map(({ path, message }) => [path, message])))
    setStrays(errors.filter(({ path }) => !Object.hasOwn(initialValues, path)).map(({ message }) => message))
    focusFirstError(element.current)
  }

  const onSubmit = (send: (input: z.output<Schema>) => Promise<unknown>) => (event: FormEvent) => {
    event.preventDefault()
    const parsed = schema.safeParse(inputOf(form.getValues()))
    if (!parsed.success) return showErrors(fieldErrors(parsed.error))
    setStrays([])
    void run(
      () => send(parsed.data),
      (refusal) => showErrors(fieldErrorsOf(refusal)),
    )
  }

  return {
    form,
    element,
    onSubmit,
    isPending,
    /** Why it was refused, as far as no input tells that. */
    problem: error && fieldErrorsOf(error).length === 0 ? sentenceOf(error) : strays.join(' '),
  }
}
