import { useForm } from '@mantine/form'
import { destination } from '@stepkey/shared/auth/destination'
import { parsePastedText, stripSecretPrefix } from '@stepkey/shared/auth/pasted-text'
import { progressMessage } from '@stepkey/shared/auth/progress-message'
import { UnusableValue } from '@stepkey/shared/auth/request'
import type { Component, Method } from '@stepkey/shared/component'
import type { Credential } from '@stepkey/shared/credential'
import type { FieldError } from '@stepkey/shared/errors'
import { NAME_LIMIT } from '@stepkey/shared/inputs'
import { remarkOnKeyFormat } from '@stepkey/shared/key-format'
import { activeFields, describeFields, type FieldDescription, mergeValues } from '@stepkey/shared/schema'
import { useEffect, useMemo, useRef, useState } from 'react'
import { focusFirstError } from '../../forms/focusFirstError.ts'
import type { SchemaForm } from '../../forms/formContext.ts'
import { changesOf, type Draft, draftOf, valuesOf } from '../../forms/formDraft.ts'
import { errorsIn, errorsInChange } from '../../forms/validate.ts'

interface DraftOptions {
  component: Component
  /** What the edit starts from; absent for a new credential. */
  base: Credential | undefined
  suggestedName: string
  initialValues?: Record<string, unknown>
  /** Addresses that the installation fills in, by method. */
  suppliedBy: Record<string, { supplied: Record<string, string> }>
  onEdit(): void
}

/** What is being typed into the form of a credential, and what it amounts to. */
export function useCredentialDraft({
  component,
  base,
  suggestedName,
  initialValues,
  suppliedBy,
  onEdit,
}: DraftOptions) {
  const [methodId, setMethodId] = useState(base?.methodId ?? Object.keys(component.methods)[0] ?? '')
  const method = component.methods[methodId] as Method
  const formElement = useRef<HTMLFormElement>(null)
  const supplied = suppliedBy[methodId]?.supplied ?? {}
  const known = methodId in suppliedBy
  const fields = useMemo(() => fieldsOf(method, known ? supplied : undefined), [method, known, supplied])

  const form = useForm<{ name: string; values: Draft }>({
    initialValues: {
      name: base?.name ?? suggestedName,
      values: draftOf(fields, base?.values ?? initialValues, base?.stored),
    },
    onValuesChange: onEdit,
  })
  const draft = form.values.values

  const offeredName = useRef(suggestedName)
  useEffect(() => {
    if (!base && form.values.name === offeredName.current) form.setFieldValue('name', suggestedName)
    offeredName.current = suggestedName
  }, [suggestedName])

  const changes = base ? changesOf(fields, draft, base.values) : valuesOf(fields, draft)
  const values = base ? mergeValues(fields, base.values, changes) : changes
  const untouched = base ? {} : valuesOf(fields, draftOf(fields, initialValues))
  const scope = { ...supplied, ...values }
  const secretsAgain = base && leadsElsewhere(method, { ...supplied, ...base.values }, scope)
  const kept = (base?.stored ?? []).filter((path) => changeAt(changes, path) === undefined)

  function chooseMethod(next: string) {
    const nextFields = describeFields((component.methods[next] as Method).fields)
    form.setFieldValue('values', { ...draftOf(nextFields), ...sameKind(fields, nextFields, draft) })
    form.clearErrors()
    setMethodId(next)
  }

  function errors(): FieldError[] {
    const wrong: FieldError[] = base
      ? Object.keys(changes).length > 0
        ? errorsInChange(method.fields, base.values, changes, kept)
        : []
      : errorsIn(method.fields, changes)
    for (const { path, field, value } of activeFields(fields, values)) {
      const missing = field.required && value === undefined && !kept.includes(path)
      const again = secretsAgain && kept.includes(path)
      if ((missing || again) && !wrong.some((error) => error.path === path)) {
        wrong.push({ path, message: again ? 'Enter it again.' : missingWords(field) })
      }
    }
    return [
      ...nameErrors(form.values.name),
      ...wrong.map(({ path, message }) => ({ path: onForm(path), message })),
    ]
  }

  /** Tells wrong inputs at their fields, and leads to the first of them. */
  function showErrors(wrong: FieldError[]) {
    form.setErrors(Object.fromEntries(wrong.map(({ path, message }) => [path, message])))
    if (wrong.length > 0) focusFirstError(formElement.current)
  }

  const drawn = new Set(['name', ...[...activeFields(fields, draft)].map(({ path }) => onForm(path))])

  return {
    form,
    formElement,
    fields,
    method,
    methodId,
    chooseMethod,
    showErrors,
    /** Errors of which no input on the screen could tell. */
    strayErrors: Object.entries(form.errors).flatMap(([path, message]) =>
      drawn.has(path) ? [] : [String(message)],
    ),
    /** Checks what is typed and shows what is wrong. */
    isValid(): boolean {
      const wrong = errors()
      showErrors(wrong)
      return wrong.length === 0
    },
    schemaForm: {
      form,
      stored: base?.stored.map(onForm) ?? [],
      secretsAgain,
      bare: (path, text) => stripSecretPrefix(method, ofSchema(path), text),
      remark: (_path, text) => remarkOnKeyFormat(component, text),
      supplied: Object.fromEntries(
        Object.entries(supplied).map(([name, address]) => [onForm(name), address]),
      ),
    } satisfies SchemaForm,
    /** What to send: all values of a new credential, the changed ones of a stored one. */
    changes,
    /** Something was typed that would be missed. */
    isTyped:
      form.values.name !== (base?.name ?? suggestedName) ||
      JSON.stringify(changes) !== JSON.stringify(untouched),
    asking: () => progressMessage(method, scope),
    /** Fills in what a pasted connection string or key file holds. @returns the labels of these fields, if it is one */
    fill(text: string): string[] | undefined {
      const found = parsePastedText(method, text)
      if (!found) return undefined
      for (const [name, value] of Object.entries(found)) form.setFieldValue(onForm(name), value)
      return fields.flatMap(({ name, meta }) => (name in found ? [meta.label] : []))
    },
    /** Starts anew from what is stored. */
    load: (stored: Credential) =>
      form.setValues({ name: stored.name, values: draftOf(fields, stored.values, stored.stored) }),
  }
}

export type CredentialDraft = ReturnType<typeof useCredentialDraft>

const onForm = (path: string) => `values.${path}`
const ofSchema = (path: string) => path.slice('values.'.length)

/** A field is required if the installation could fill it in but has no address for it. */
function fieldsOf(method: Method, supplied: Record<string, string> | undefined): FieldDescription[] {
  return describeFields(method.fields).map((field) =>
    supplied && field.name in (method.supplied ?? {})
      ? { ...field, required: !(field.name in supplied) }
      : field,
  )
}

function leadsElsewhere(method: Method, before: Record<string, unknown>, after: Record<string, unknown>) {
  try {
    if (destination(method, before) === destination(method, after)) return undefined
  } catch (error) {
    // Half-typed addresses lead nowhere yet; their field says what is wrong with them.
    if (error instanceof UnusableValue) return undefined
    throw error
  }
  return 'You changed where this is sent. Enter it again, so that a stored secret never goes to another place by itself.'
}

function changeAt(changes: Record<string, unknown>, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], changes)
}

/** What was typed for one method and fits the other, so that switching loses nothing. */
function sameKind(from: readonly FieldDescription[], to: readonly FieldDescription[], draft: Draft): Draft {
  const before = new Map(from.map((field) => [field.name, field]))
  const clashing = to.filter((field) => isClashing(before.get(field.name), field)).map(({ name }) => name)
  return Object.fromEntries(Object.entries(draft).filter(([name]) => !clashing.includes(name)))
}

/** Whether two fields of one name mean something else: lists of other choices do, too. */
function isClashing(before: FieldDescription | undefined, after: FieldDescription): boolean {
  if (!before || before.kind !== after.kind) return before !== undefined
  if (before.kind !== 'several' || after.kind !== 'several') return false
  const offered = new Set(after.options.map(({ value }) => value))
  return before.options.some(({ value }) => !offered.has(value))
}

const missingWords = ({ kind }: FieldDescription) =>
  kind === 'several' ? 'Choose at least one.' : 'Fill in this field.'

function nameErrors(name: string): FieldError[] {
  const length = name.trim().length
  if (length === 0) return [{ path: 'name', message: 'Fill in this field.' }]
  if (length > NAME_LIMIT) return [{ path: 'name', message: `Use at most ${NAME_LIMIT} characters.` }]
  return []
}
