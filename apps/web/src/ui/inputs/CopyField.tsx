import { Button, CopyButton, Group, TextInput, VisuallyHidden } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import type { ReactNode } from 'react'

interface CopyFieldProps {
  label: string
  value: string
  description?: ReactNode
  /** It is what a dialog is about. */
  isFirst?: boolean
}

/** Text that is there to be copied. */
export function CopyField({ label, value, description, isFirst }: CopyFieldProps) {
  return (
    <TextInput
      label={label}
      description={description}
      value={value}
      readOnly
      onFocus={(event) => event.currentTarget.select()}
      spellCheck={false}
      autoComplete="off"
      data-1p-ignore
      data-bwignore
      data-lpignore="true"
      styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: 13 } }}
      inputContainer={(input) => (
        <Group gap="xs" wrap="nowrap" align="flex-start">
          <div style={{ flex: 1, minWidth: 0 }}>{input}</div>
          {/* Browsers let a page copy over HTTPS and on localhost only; elsewhere one copies by hand. */}
          {window.isSecureContext && (
            <CopyButton value={value} timeout={4000}>
              {({ copied, copy }) => (
                <>
                  <Button
                    onClick={copy}
                    variant={isFirst ? 'filled' : 'default'}
                    data-autofocus={isFirst}
                    leftSection={
                      copied ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />
                    }
                  >
                    {copied ? 'Copied' : 'Copy'}
                  </Button>
                  <VisuallyHidden role="status">{copied && `${label} copied`}</VisuallyHidden>
                </>
              )}
            </CopyButton>
          )}
        </Group>
      )}
    />
  )
}
