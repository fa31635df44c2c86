import { Button, Group, TextInput } from '@mantine/core'
import { IconLock } from '@tabler/icons-react'
import type { ReactNode } from 'react'

interface KeptSecretProps {
  label: string
  says: string
  error?: ReactNode
  actions: (readonly [name: string, act: () => void])[]
}

/** Stands in place of the input of a secret that is not being typed. */
export function StoredSecret({ label, says, error, actions }: KeptSecretProps) {
  return (
    <TextInput
      label={label}
      readOnly
      placeholder={says}
      error={error}
      leftSection={<IconLock size={16} aria-hidden />}
      styles={{ wrapper: { flex: '1 1 240px' } }}
      inputContainer={(input) => (
        <Group gap="xs">
          {input}
          {actions.map(([name, act]) => (
            <Button key={name} variant="default" onClick={act} aria-label={`${name} ${label}`}>
              {name}
            </Button>
          ))}
        </Group>
      )}
    />
  )
}
