import { Button, FileButton, Group, Stack, Text } from '@mantine/core'
import { useForm } from '@mantine/form'
import type { parseClientFile } from '@stepkey/shared/auth/app-guide'
import type { FieldMessage } from '@stepkey/shared/errors'
import { english } from '@stepkey/shared/locales'
import type { OAuthAppSaved } from '@stepkey/shared/oauth'
import { describeFields, type FieldDescription } from '@stepkey/shared/schema'
import { IconFileUpload } from '@tabler/icons-react'
import { type ClipboardEvent, type FormEvent, type ReactNode, useMemo, useRef, useState } from 'react'
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
import { ErrorText } from '../../ui/feedback/ErrorText.tsx'
import { LiveRegion } from '../../ui/feedback/LiveRegion.tsx'

interface OAuthAppFormProps {
  label: string
  fields: z.ZodObject
  /** The initial values of the fields. */
  values: Record<string, unknown>
  /** The paths of stored secrets, for an existing app; then only changes are sent. */
  stored?: readonly string[]
  /** A file of the provider that fills in the fields. */
  file?: { name: string; read(text: string): ReadFile | undefined }
  submit: string
  /** What happens after the submission, if a secret was entered. */
  progress: string
  /** Called with the input of the redirect URL, which may be incomplete. */
  onRedirectUrl?(entered: unknown): void
  /** Saves the values. Resolves to undefined if the user cancelled it. */
  onSubmit(values: Record<string, unknown>): Promise<Saved | undefined>
  onDone(saved: Saved): void
  children?: ReactNode
}
type ReadFile = NonNullable<ReturnType<typeof parseClientFile>>
type Saved = Pick<OAuthAppSaved, 'clientCheck'>

/** The form of an OAuth app. Its secret is in no query cache. */
export function OAuthAppForm(props: OAuthAppFormProps) {
  const { label, fields: schema, values, stored, file, submit, progress, children } = props
  const { onRedirectUrl, onSubmit, onDone } = props
  const { run, isPending, error } = useSecretCall()
  const element = useRef<HTMLFormElement>(null)
  const fields = useMemo(() => describeFields(schema), [schema])
  const form = useForm<{ values: Draft }>({
    initialValues: { values: draftOf(fields, values, stored) },
    onValuesChange: (changed) => onRedirectUrl?.(changed.values.redirectUri),
  })
  const [read, setRead] = useState<ReadFile>()
  useFormInDialog({ isPending, isChanged: form.isDirty() })
  const isSecretEntered =
    form.values.values.clientSecret !== undefined && form.values.values.clientSecret !== ''
  const isRedirectEntered = form.values.values.redirectUri !== '' && form.isDirty('values.redirectUri')
  const isFieldError = fieldErrorsOf(error).some(({ path }) => Object.hasOwn(schema.shape, path))

  function showErrors(errors: FieldMessage[]) {
    const show = () =>
      form.setErrors(Object.fromEntries(errors.map(({ path, message }) => [`values.${path}`, message])))
    if (errors.length > 0) focusFirstError(element.current, show)
    else show()
  }

  async function submitForm(event: FormEvent) {
    event.preventDefault()
    const { values: draft } = form.getValues()
    const input = valuesOf(fields, draft)
    const errors = errorsIn(schema, input, english)
    showErrors(errors)
    if (errors.length > 0) return
    const result = await run(
      () => onSubmit(stored ? changesOf(fields, draft, values) : input),
      (refusal) => showErrors(fieldErrorsOf(refusal)),
    )
    if (result) onDone(result)
  }

  /** Fills in the fields from the text of a file. @returns whether it is such a file */
  function fill(text: string): boolean {
    const found = file?.read(text)
    setRead(found)
    if (found && 'values' in found) {
      for (const [name, value] of Object.entries(found.values)) form.setFieldValue(`values.${name}`, value)
    }
    return found !== undefined
  }

  /** Fills in the fields, whichever of them has the focus. */
  function paste(event: ClipboardEvent) {
    if (!isPending && fill(event.clipboardData.getData('text'))) {
      event.preventDefault()
      event.stopPropagation()
    }
  }

  async function choose(chosen: File | null) {
    if (chosen && !fill(await chosen.text()))
      setRead({ refusal: `This is not a file ${file?.name} with an OAuth client.` })
  }

  return (
    <form ref={element} noValidate onSubmit={submitForm} onPasteCapture={paste} aria-label={label}>
      <Stack gap="lg">
        {children}
        {file && (
          <Group gap="sm">
            <FileButton accept=".json,application/json" onChange={choose}>
              {(button) => (
                <Button {...button} variant="default" leftSection={<IconFileUpload size={16} aria-hidden />}>
                  Choose {file.name}
                </Button>
              )}
            </FileButton>
            <Text size="sm" c="dimmed">
              Or paste its content into any field.
            </Text>
          </Group>
        )}
        <LiveRegion>
          {read && 'values' in read && (
            <Text size="sm" c="dimmed">
              Filled in from the file: {labelsOf(fields, read.values)}.
            </Text>
          )}
          {read?.remark && <Text size="sm">{read.remark}</Text>}
        </LiveRegion>
        {read && 'refusal' in read && <ErrorText>{read.refusal}</ErrorText>}
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
        <LiveRegion>
          {isPending && (isSecretEntered || isRedirectEntered) && (
            <Text size="sm" c="dimmed">
              {isRedirectEntered && 'Calling the redirect URL on your domain… '}
              {isSecretEntered && progress}
            </Text>
          )}
        </LiveRegion>
        <FormFooter problem={!isFieldError && error} isPending={isPending}>
          {submit}
        </FormFooter>
      </Stack>
    </form>
  )
}

const labelsOf = (fields: readonly FieldDescription[], values: Record<string, unknown>) =>
  fields.flatMap(({ name, meta }) => (name in values ? [meta.label] : [])).join(', ')
