import { Button, Stack } from '@mantine/core'
import type { FieldDescription } from '@stepkey/shared/schema'
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react'
import { type ReactNode, useId, useState } from 'react'
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
  const { form, stored } = useSchemaForm()
  const id = useId()
  const isRelevant = fields.some(({ name, default: fallback }) => {
    const path = `${prefix}.${name}`
    const { value, error } = form.getInputProps(path)
    const isUntouched = Array.isArray(value)
      ? isSameList(value, fallback ?? [])
      : value === undefined || value === null || value === '' || value === (fallback ?? false)
    return error !== undefined || stored.includes(path) || !isUntouched
  })
  const [userChoice, setUserChoice] = useState<boolean>()
  const isOpen = userChoice ?? isRelevant
  const hasError = fields.some(({ name }) => form.getInputProps(`${prefix}.${name}`).error !== undefined)
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
        More options
      </Button>
      {/* Hidden instead of unmounted, so that the inputs keep their state. */}
      <Stack id={id} gap="lg" mt="md" display={isShown ? undefined : 'none'}>
        {children}
      </Stack>
    </div>
  )
}
