import { useForm } from '@mantine/form'
import type { FieldMessage } from '@stepkey/shared/errors'
import { fieldErrors } from '@stepkey/shared/field-errors'
import { type FormEvent, useRef, useState } from 'react'
import type { z } from 'zod'
import { fieldErrorsOf, sentenceOf } from '../api/api.ts'
import { useSecretCall } from '../api/useSecretCall.ts'
import { useFormInDialog } from '../ui/dialog/dialogContext.ts'
import { focusFirstError } from './focusFirstError.ts'

/**
 * Holds the state of a form with a schema that the server uses, too. Errors of the browser and of the server are shown at
 * their fields, and the first one is focused. Input and result are not cached, because they may be secret.
 */
export function useValidatedForm<Values extends Record<string, unknown>, Schema extends z.ZodType>(
  schema: Schema,
  initialValues: Values,
  /** Returns the input to send; by default all values. */
  inputOf: (values: Values) => unknown = (values) => values,
) {
  const element = useRef<HTMLFormElement>(null)
  const form = useForm<Values>({ initialValues })
  const { run, isPending, error } = useSecretCall()
  const [otherErrors, setOtherErrors] = useState<string[]>([])
  useFormInDialog({ isPending, isChanged: form.isDirty() })

  function showErrors(errors: FieldMessage[]) {
    focusFirstError(element.current, () => {
      form.setErrors(Object.fromEntries(errors.map(({ path, message }) => [path, message])))
      setOtherErrors(
        errors
          .filter(({ path }) => !Object.hasOwn(initialValues, path.split('.', 1)[0] ?? ''))
          .map(({ message }) => message),
      )
    })
  }

  const onSubmit = (send: (input: z.output<Schema>) => Promise<unknown>) => (event: FormEvent) => {
    event.preventDefault()
    const parsed = schema.safeParse(inputOf(form.getValues()))
    if (!parsed.success) return showErrors(fieldErrors(parsed.error))
    setOtherErrors([])
    void run(
      () => send(parsed.data),
      (failure) => showErrors(fieldErrorsOf(failure)),
    )
  }

  return {
    form,
    element,
    onSubmit,
    isPending,
    /** The error that belongs to no field. */
    problem: error && fieldErrorsOf(error).length === 0 ? sentenceOf(error) : otherErrors.join(' '),
  }
}
