import { Button, Group, TextInput } from '@mantine/core'
import { IconLock } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { noAutofill } from './masking.tsx'

interface StoredSecretProps {
  label: string
  message: string
  error?: ReactNode
  actions: (readonly [name: string, onClick: () => void])[]
}

/** Shown in place of the input of a stored secret that is not being replaced. */
export function StoredSecret({ label, message, error, actions }: StoredSecretProps) {
  const t = useTranslations('secret')
  return (
    <TextInput
      {...noAutofill}
      label={label}
      readOnly
      placeholder={message}
      error={error}
      leftSection={<IconLock size={16} aria-hidden />}
      styles={{ wrapper: { flex: '1 1 240px' } }}
      inputContainer={(input) => (
        <Group gap="xs">
          {input}
          {actions.map(([name, onClick]) => (
            <Button
              key={name}
              variant="default"
              onClick={onClick}
              aria-label={t('actionOn', { action: name, label })}
            >
              {name}
            </Button>
          ))}
        </Group>
      )}
    />
  )
}
