import { useForm } from '@mantine/form'
import type { Method } from '@stepkey/shared/component'
import { describeFields } from '@stepkey/shared/schema'
import { useEffect, useMemo } from 'react'
import type { SchemaForm } from '../../forms/formContext.ts'
import { type Draft, draftOf, valuesOf } from '../../forms/formDraft.ts'

/** Holds what the author enters into the preview of the form. It is never stored. */
export function usePreviewForm(method: Method | undefined) {
  const fields = useMemo(() => (method ? describeFields(method.fields) : []), [method])
  const form = useForm<{ values: Draft }>({ initialValues: { values: draftOf(fields) } })
  const draft = form.values.values
  // New fields start with their defaults; what was entered into others stays.
  useEffect(() => {
    const initial = draftOf(fields)
    const kept = Object.entries(form.getValues().values).filter(
      ([name, value]) => typeof initial[name] === typeof value,
    )
    form.setFieldValue('values', { ...initial, ...Object.fromEntries(kept) })
  }, [fields])
  const schemaForm: SchemaForm = {
    form,
    stored: [],
    extractSecret: (_, text) => text,
    warnAbout: () => undefined,
    supplied: {},
  }
  return { fields, form, schemaForm, values: valuesOf(fields, draft) }
}
/** The result of {@link usePreviewForm}. */
export type PreviewForm = ReturnType<typeof usePreviewForm>
