import { useForm } from '@mantine/form'
import { destination } from '@stepkey/shared/auth/destination'
import { parsePastedText, stripSecretPrefix } from '@stepkey/shared/auth/pasted-text'
import { progressMessage } from '@stepkey/shared/auth/progress-message'
import type { Component, Method } from '@stepkey/shared/component'
import type { Credential } from '@stepkey/shared/credential'
import type { FieldMessage } from '@stepkey/shared/errors'
import { NAME_LIMIT } from '@stepkey/shared/inputs'
import { remarkOnKeyFormat } from '@stepkey/shared/key-format'
import type { CatalogueTranslator } from '@stepkey/shared/locales'
import { activeFields, describeFields, type FieldDescription, mergeValues } from '@stepkey/shared/schema'
import { useEffect, useMemo, useRef, useState } from 'react'
import { useTranslations } from 'use-intl'
import { focusFirstError } from '../../forms/focusFirstError.ts'
import type { SchemaForm } from '../../forms/formContext.ts'
import { changesOf, type Draft, draftOf, valuesOf } from '../../forms/formDraft.ts'
import { errorsIn, errorsInChange } from '../../forms/validate.ts'
import { type OwnershipDraft, ownershipErrors } from '../owners/ownership.ts'

interface DraftOptions {
  component: Component
  /** The version that the edit started from; absent for a new credential. */
  base: Credential | undefined
  /** Whether the stored secrets must be entered again. */
  asksSecrets?: boolean
  /** The OAuth scopes that the form starts with. */
  scopes?: readonly string[] | undefined
  suggestedName: string
  /** Whether the form has an owner and tags. */
  hasOwnership?: boolean
  /** Values that the installation supplies, by method. */
  suppliedBy: Record<string, { supplied: Record<string, string> }>
  onEdit(): void
}

/** Holds the input of the credential form, and derives the values to send from it. */
export function useCredentialDraft(options: DraftOptions) {
  const {
    component,
    base,
    asksSecrets = false,
    scopes,
    suggestedName,
    hasOwnership,
    suppliedBy,
    onEdit,
  } = options
  const t = useTranslations()
  const [methodId, setMethodId] = useState(base?.methodId ?? Object.keys(component.methods)[0] ?? '')
  const methods: Record<string, Method | undefined> = component.methods
  const method = methods[methodId] as Method
  const formElement = useRef<HTMLFormElement>(null)
  const supplied = suppliedBy[methodId]?.supplied ?? {}
  const isLoaded = methodId in suppliedBy
  const fields = useMemo(
    () => fieldsOf(method, isLoaded ? supplied : undefined),
    [method, isLoaded, supplied],
  )

  const replacedSecrets = asksSecrets ? secretsOf(base, fields) : rejectedSecretsOf(base, fields)
  const form = useForm<{ name: string; values: Draft } & OwnershipDraft>({
    initialValues: {
      name: base?.name ?? suggestedName,
      ...NO_OWNERSHIP,
      values: draftOf(
        fields,
        { ...base?.values, ...(scopes && withScopes(fields, scopes)) },
        base?.stored.filter((path) => !replacedSecrets.includes(path)),
      ),
    },
    onValuesChange: onEdit,
  })
  const draft = form.values.values

  const previousSuggestion = useRef(suggestedName)
  useEffect(() => {
    if (!base && form.values.name === previousSuggestion.current) form.setFieldValue('name', suggestedName)
    previousSuggestion.current = suggestedName
  }, [suggestedName])

  const changes = base ? changesOf(fields, draft, base.values) : valuesOf(fields, draft)
  const values = base ? mergeValues(fields, base.values, changes) : changes
  const initialChanges = base ? {} : valuesOf(fields, draftOf(fields))
  const scope = { ...supplied, ...values }
  const destinationOf = (values: Record<string, unknown>) => destination(method, fields, values)
  const isMoved = base && destinationOf({ ...supplied, ...base.values }) !== destinationOf(scope)
  const reenterNotice = isMoved ? t('inputErrors.secretMoved') : undefined
  const keptSecrets = (base?.stored ?? []).filter((path) => changeAt(changes, path) === undefined)

  function chooseMethod(next: string) {
    const nextFields = describeFields((methods[next] as Method).fields)
    const initial = draftOf(nextFields, scopes && withScopes(nextFields, scopes))
    form.setFieldValue('values', { ...initial, ...compatibleValues(fields, nextFields, draft) })
    form.clearErrors()
    setMethodId(next)
  }

  function errors(): FieldMessage[] {
    const problems: FieldMessage[] = base
      ? Object.keys(changes).length > 0
        ? errorsInChange(method.fields, base.values, changes, keptSecrets, t)
        : []
      : errorsIn(method.fields, changes, t)
    for (const { path, field, value } of activeFields(fields, values)) {
      const missing = field.required && value === undefined && !keptSecrets.includes(path)
      const again = reenterNotice && keptSecrets.includes(path)
      if ((missing || again) && !problems.some((error) => error.path === path)) {
        problems.push({ path, message: t(`inputErrors.${again ? 'secretAgain' : missingMessage(field)}`) })
      }
    }
    return [
      ...nameErrors(form.values.name, t),
      ...problems.map(({ path, message }) => ({ path: formPath(path), message })),
      ...ownershipErrors(form.values),
    ]
  }

  /** Shows errors at their fields and focuses the first one. */
  function showErrors(problems: FieldMessage[]) {
    const show = () =>
      form.setErrors(Object.fromEntries(problems.map(({ path, message }) => [path, message])))
    if (problems.length > 0) focusFirstError(formElement.current, show)
    else show()
  }

  const renderedPaths = new Set([
    'name',
    ...(hasOwnership ? Object.keys(NO_OWNERSHIP) : []),
    ...[...activeFields(fields, draft)].map(({ path }) => formPath(path)),
  ])

  return {
    form,
    formElement,
    fields,
    method,
    methodId,
    chooseMethod,
    showErrors,
    /** Errors without a visible input. */
    strayErrors: Object.entries(form.errors).flatMap(([path, message]) =>
      renderedPaths.has(path) ? [] : [String(message)],
    ),
    /** Validates the input and shows the errors. */
    isValid(): boolean {
      const problems = errors()
      showErrors(problems)
      return problems.length === 0
    },
    schemaForm: {
      form,
      stored: base?.stored.map(formPath) ?? [],
      firstField: replacedSecrets.slice(0, 1).map(formPath)[0],
      reenterNotice,
      extractSecret: (path, text) => stripSecretPrefix(method, schemaPath(path), text),
      warnAbout: (_path, text) => remarkOnKeyFormat(component, text, t),
      supplied: Object.fromEntries(
        Object.entries(supplied).map(([name, address]) => [formPath(name), address]),
      ),
    } satisfies SchemaForm,
    /** The values to send: all of a new credential, the changed ones of a stored one. */
    changes,
    /** Whether the form holds unsaved input. */
    isDirty:
      form.values.name !== (base?.name ?? suggestedName) ||
      form.values.owner !== '' ||
      form.values.tags.length > 0 ||
      JSON.stringify(changes) !== JSON.stringify(initialChanges),
    progress: () => progressMessage(method, scope, t),
    /**
     * Fills the form from a pasted connection string, command or key file. If only another method understands it, a new
     * credential gets that method. Returns the labels of the filled fields, or why the text can't be used; undefined for any
     * other text.
     */
    fill(text: string): { labels: string[] } | { refusal: string } | undefined {
      const offered = base ? [] : Object.keys(methods).filter((id) => !methods[id]?.retired)
      const results = [...new Set([methodId, ...offered])].flatMap((id) => {
        const pasted = parsePastedText(methods[id] as Method, text)
        return pasted ? [{ id, pasted }] : []
      })
      const found = results.find(({ pasted }) => 'values' in pasted) ?? results[0]
      if (!found) return undefined
      const { id, pasted } = found
      if ('refusal' in pasted) return pasted
      if (id !== methodId) chooseMethod(id)
      for (const [name, value] of Object.entries(pasted.values)) form.setFieldValue(formPath(name), value)
      const filled = describeFields((methods[id] as Method).fields)
      return { labels: filled.flatMap(({ name, meta }) => (name in pasted.values ? [meta.label] : [])) }
    },
    /** Resets the form to a stored version. */
    load: (stored: Credential) =>
      form.setValues({
        name: stored.name,
        ...NO_OWNERSHIP,
        values: draftOf(fields, stored.values, stored.stored),
      }),
  }
}

/** The result of {@link useCredentialDraft}. */
export type CredentialDraft = ReturnType<typeof useCredentialDraft>

const NO_OWNERSHIP: OwnershipDraft = { owner: '', tags: [] }

const formPath = (path: string) => `values.${path}`
const schemaPath = (path: string) => path.slice('values.'.length)

/** Returns the fields. One that the installation can supply is required if it has no value for it. */
function fieldsOf(method: Method, supplied: Record<string, string> | undefined): FieldDescription[] {
  return describeFields(method.fields).map((field) =>
    supplied && field.name in (method.supplied ?? {})
      ? { ...field, required: !(field.name in supplied) }
      : field,
  )
}

/** Returns the values of the field for OAuth scopes: a choice of several, or a text. */
function withScopes(fields: readonly FieldDescription[], scopes: readonly string[]): Record<string, unknown> {
  const field = fields.find(({ name, kind }) => (kind === 'several' && name === 'scopes') || name === 'scope')
  if (!field) return {}
  if (field.kind !== 'several') return { [field.name]: scopes.join(' ') }
  return { [field.name]: field.options.map(({ value }) => value).filter((value) => scopes.includes(value)) }
}

/** Returns the paths of the secrets that a rejected credential needs: their fields are open for the new values. */
function rejectedSecretsOf(base: Credential | undefined, fields: readonly FieldDescription[]): string[] {
  // A grant is replaced by connecting again, not by a new secret.
  return base?.status === 'failing' && !base.grant ? secretsOf(base, fields) : []
}

/** Returns the paths of the required secrets that a credential has. */
function secretsOf(base: Credential | undefined, fields: readonly FieldDescription[]): string[] {
  if (!base) return []
  return [...activeFields(fields, base.values)].flatMap(({ path, field }) =>
    field.kind === 'secret' && field.required && base.stored.includes(path) ? [path] : [],
  )
}

function changeAt(changes: Record<string, unknown>, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((current, key) => (current as Record<string, unknown> | undefined)?.[key], changes)
}

/** Returns the input for one method that also fits another, so that switching keeps it. */
function compatibleValues(
  from: readonly FieldDescription[],
  to: readonly FieldDescription[],
  draft: Draft,
): Draft {
  const before = new Map(from.map((field) => [field.name, field]))
  const clashingNames = to
    .filter((field) => isClashing(before.get(field.name), field))
    .map(({ name }) => name)
  return Object.fromEntries(Object.entries(draft).filter(([name]) => !clashingNames.includes(name)))
}

/** Returns whether two fields with the same name differ in kind or options. */
function isClashing(before: FieldDescription | undefined, after: FieldDescription): boolean {
  if (!before || before.kind !== after.kind) return before !== undefined
  if (before.kind !== 'several' || after.kind !== 'several') return false
  const offered = new Set(after.options.map(({ value }) => value))
  return before.options.some(({ value }) => !offered.has(value))
}

const missingMessage = ({ kind }: FieldDescription) => (kind === 'several' ? 'chooseOne' : 'required')

function nameErrors(name: string, t: CatalogueTranslator): FieldMessage[] {
  const length = name.trim().length
  if (length === 0) return [{ path: 'name', message: t('inputErrors.required') }]
  if (length > NAME_LIMIT)
    return [{ path: 'name', message: t('inputErrors.maxCharacters', { limit: NAME_LIMIT }) }]
  return []
}
