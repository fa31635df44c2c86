import { Group, Select, type SelectProps, Stack, Text } from '@mantine/core'
import { GivenRole as GivenRoles } from '@stepkey/shared/organization'
import { IconCheck } from '@tabler/icons-react'
import type { z } from 'zod'
import { roleLabels } from './roleLabels.ts'

export type GivenRole = z.infer<typeof GivenRoles>

export const roles = GivenRoles.options.map((role) => ({ value: role, label: roleLabels[role].title }))

interface RoleSelectProps extends Omit<SelectProps<GivenRole>, 'value' | 'onChange' | 'data'> {
  value: GivenRole
  onChange(role: GivenRole): void
}

/** One of the roles that can be given, each with what one can do with it. */
export function RoleSelect({ value, onChange, ...select }: RoleSelectProps) {
  return (
    <Select
      {...select}
      data={roles}
      value={value}
      onChange={(role) => role && role !== value && onChange(role as GivenRole)}
      allowDeselect={false}
      comboboxProps={{ shadow: 'md', withinPortal: false, width: 300, position: 'bottom-end' }}
      renderOption={({ option, checked }) => (
        <Group gap="sm" wrap="nowrap" flex={1} justify="space-between">
          <Stack gap={0}>
            <Text size="sm" fw={500}>
              {option.label}
            </Text>
            <Text size="xs" c="dimmed">
              Can {roleLabels[option.value as GivenRole].can}
            </Text>
          </Stack>
          {checked && <IconCheck size={16} aria-hidden style={{ flex: 'none' }} />}
        </Group>
      )}
    />
  )
}
