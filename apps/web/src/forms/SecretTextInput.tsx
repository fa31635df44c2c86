import { ActionIcon, Textarea } from '@mantine/core'
import { IconEye, IconEyeOff } from '@tabler/icons-react'
import { useState } from 'react'
import { noAutofill, type SecretInputProps } from './SecretInput.tsx'

/** An input for a secret of several lines, such as a private key; masked until the user shows it. */
export function SecretTextInput({
  onChange,
  onNotice: _onNotice,
  extractSecret: _extractSecret,
  ...input
}: SecretInputProps) {
  const [isShown, setShown] = useState(false)
  const Icon = isShown ? IconEyeOff : IconEye
  return (
    <Textarea
      {...input}
      {...noAutofill}
      onChange={(event) => onChange(event.currentTarget.value)}
      aria-invalid={input.error !== undefined}
      autosize
      minRows={3}
      maxRows={12}
      styles={{
        input: {
          fontFamily: 'var(--mantine-font-family-monospace)',
          fontSize: 13,
          ...(!isShown && { WebkitTextSecurity: 'disc' }),
        },
        section: { alignItems: 'flex-start', paddingTop: 6 },
      }}
      rightSection={
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={`Show ${input.label} while typing`}
          aria-pressed={isShown}
          onClick={() => setShown(!isShown)}
        >
          <Icon size={16} aria-hidden />
        </ActionIcon>
      }
    />
  )
}
