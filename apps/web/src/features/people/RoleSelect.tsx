import { Group, Select, type SelectProps, Stack, Text } from '@mantine/core'
import { GivenRole as AssignableRoles } from '@stepkey/shared/organization'
import { IconCheck } from '@tabler/icons-react'
import type { z } from 'zod'
import { roleLabels } from './roleLabels.ts'

/** The roles that can be assigned; the owner role can only be transferred. */
export type AssignableRole = z.infer<typeof AssignableRoles>

/** The options of the roles. */
export const roles = AssignableRoles.options.map((role) => ({ value: role, label: roleLabels[role].title }))

interface RoleSelectProps extends Omit<SelectProps<AssignableRole>, 'value' | 'onChange' | 'data'> {
  value: AssignableRole
  onChange(role: AssignableRole): void
}

/** Selects a role; each option describes what the role allows. */
export function RoleSelect({ value, onChange, ...select }: RoleSelectProps) {
  return (
    <Select
      {...select}
      data={roles}
      value={value}
      onChange={(role) => role && role !== value && onChange(role as AssignableRole)}
      allowDeselect={false}
      comboboxProps={{ shadow: 'md', withinPortal: false, width: 300, position: 'bottom-end' }}
      renderOption={({ option, checked }) => (
        <Group gap="sm" wrap="nowrap" flex={1} justify="space-between">
          <Stack gap={0}>
            <Text size="sm" fw={500}>
              {option.label}
            </Text>
            <Text size="xs" c="dimmed">
              Can {roleLabels[option.value as AssignableRole].can}
            </Text>
          </Stack>
          {checked && <IconCheck size={16} aria-hidden style={{ flex: 'none' }} />}
        </Group>
      )}
    />
  )
}
