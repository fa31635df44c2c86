import { Autocomplete } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { useOwners } from './useOwners.ts'

interface OwnerInputProps {
  label: string
  description: ReactNode
  value?: string
  onChange(value: string): void
  error?: ReactNode
  required?: boolean
  /** Takes the initial focus of the dialog. */
  isFirst?: boolean | undefined
}

/** Enters an owner, with those of existing credentials as suggestions. */
export function OwnerInput({ isFirst, ...input }: OwnerInputProps) {
  const [isOpen, setOpen] = useState(false)
  // Loaded when the list is opened: most credentials belong to the workspace itself.
  const { data } = useOwners(input.value ?? '', { isOn: isOpen })
  return (
    <Autocomplete
      {...input}
      placeholder="org_42"
      data={data?.items.map((item) => item.owner) ?? []}
      // The server searches.
      filter={({ options }) => options}
      openOnFocus={false}
      onDropdownOpen={() => setOpen(true)}
      onDropdownClose={() => setOpen(false)}
      clearable
      clearButtonProps={{ size: '24px', 'aria-label': `Clear ${input.label.toLowerCase()}` }}
      autoComplete="off"
      data-1p-ignore
      data-autofocus={isFirst}
    />
  )
}
