import { Textarea } from '@mantine/core'
import { noAutofill, useMasking } from './masking.tsx'
import type { SecretInputProps } from './SecretInput.tsx'

/** An input for a secret of several lines, such as a private key; masked until the user shows it. */
export function SecretTextInput({
  onChange,
  onNotice: _onNotice,
  extractSecret: _extractSecret,
  ...input
}: SecretInputProps) {
  const { style, toggle } = useMasking(input.label)
  return (
    <Textarea
      {...input}
      {...noAutofill}
      dir="ltr"
      onChange={(event) => onChange(event.currentTarget.value)}
      aria-invalid={input.error !== undefined}
      autosize
      minRows={3}
      maxRows={12}
      styles={{
        input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: 13, ...style },
        section: { alignItems: 'flex-start', paddingTop: 6 },
      }}
      rightSection={toggle}
    />
  )
}
