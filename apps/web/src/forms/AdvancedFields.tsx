import { Button, Stack } from '@mantine/core'
import { chosenVariant, type FieldDescription, isRecord } from '@stepkey/shared/schema'
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react'
import { type ReactNode, useId, useState } from 'react'
import { useTranslations } from 'use-intl'
import { useSchemaForm } from './formContext.ts'
import { isSameList } from './formDraft.ts'

/** Hides advanced fields until the user opens them or one of them has a value or an error. */
export function AdvancedFields({
  fields,
  prefix,
  children,
}: {
  fields: readonly FieldDescription[]
  prefix: string
  children: ReactNode
}) {
  const t = useTranslations('form')
  const { form, stored } = useSchemaForm()
  const id = useId()
  const isAt = (path: string) => (key: string) => key === path || key.startsWith(`${path}.`)
  const hasError = fields.some(({ name }) => Object.keys(form.errors).some(isAt(`${prefix}.${name}`)))
  const isRelevant = fields.some((field) => {
    const path = `${prefix}.${field.name}`
    return stored.some(isAt(path)) || !isUntouched(field, form.getInputProps(path).value)
  })
  const [userChoice, setUserChoice] = useState<boolean>()
  const isOpen = userChoice ?? isRelevant
  const isShown = isOpen || hasError
  const Chevron = isShown ? IconChevronDown : IconChevronRight
  return (
    <div>
      <Button
        variant="subtle"
        size="compact-sm"
        leftSection={<Chevron size={16} aria-hidden />}
        aria-expanded={isShown}
        aria-controls={id}
        onClick={() => setUserChoice(!isShown)}
      >
        {t('moreOptions')}
      </Button>
      {/* Hidden instead of unmounted, so that the inputs keep their state. */}
      <Stack id={id} gap="lg" mt="md" display={isShown ? undefined : 'none'}>
        {children}
      </Stack>
    </div>
  )
}

/** Whether a field has no value or its default. Of variants, only the fields of the chosen one count. */
function isUntouched(field: FieldDescription, value: unknown): boolean {
  if (value === undefined || value === null || value === '') return true
  if (Array.isArray(value)) return isSameList(value, field.default ?? [])
  if (field.kind !== 'variants' || !isRecord(value)) return value === (field.default ?? false)
  const chosen = chosenVariant(field, value)
  return (
    chosen?.value === chosenVariant(field, field.default)?.value &&
    (chosen?.fields ?? []).every((inner) => isUntouched(inner, value[inner.name]))
  )
}
