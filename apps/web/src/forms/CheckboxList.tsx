import { Checkbox, type CheckboxGroupProps, Stack } from '@mantine/core'
import type { ReactNode } from 'react'

interface CheckboxListProps extends Omit<CheckboxGroupProps, 'children'> {
  options: readonly { value: string; title: ReactNode; description: ReactNode }[]
  isDisabled?: boolean
  /** The first option takes the initial focus in a dialog. */
  isFirst?: boolean
}

/** Chooses some of several options, each with a description. */
export function CheckboxList({ options, isDisabled, isFirst, ...group }: CheckboxListProps) {
  return (
    <Checkbox.Group {...group}>
      <Stack gap="sm" mt="xs">
        {options.map(({ value, title, description }, index) => (
          <Checkbox
            key={value}
            value={value}
            label={title}
            description={description}
            disabled={isDisabled}
            aria-invalid={Boolean(group.error)}
            data-autofocus={(isFirst && index === 0) || undefined}
          />
        ))}
      </Stack>
    </Checkbox.Group>
  )
}
