import { Button, Stack } from '@mantine/core'
import type { FieldDescription } from '@stepkey/shared/schema'
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react'
import { type ReactNode, useId, useState } from 'react'
import { useSchemaForm } from './formContext.ts'
import { isSameList } from './formDraft.ts'

/** What is rarely needed, folded away; open as soon as something in it matters. */
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
  const matters = fields.some(({ name, default: fallback }) => {
    const path = `${prefix}.${name}`
    const { value, error } = form.getInputProps(path)
    const isUntouched = Array.isArray(value)
      ? isSameList(value, fallback ?? [])
      : value === undefined || value === null || value === '' || value === (fallback ?? false)
    return error !== undefined || stored.includes(path) || !isUntouched
  })
  const [chosen, setChosen] = useState<boolean>()
  const isOpen = chosen ?? matters
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
        onClick={() => setChosen(!isShown)}
      >
        More options
      </Button>
      {/* Only hidden: what was typed stays in its inputs. */}
      <Stack id={id} gap="lg" mt="md" display={isShown ? undefined : 'none'}>
        {children}
      </Stack>
    </div>
  )
}
