import { Button, CopyButton, Group, Stack, Text, TextInput, VisuallyHidden } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'

interface ShownOnceProps {
  label: string
  value: string
  /** That it can't be shown again, and what to do with it now. */
  children: string
}

/** A secret that Stepkey made, in the one moment in which it can be copied. */
export function ShownOnce({ label, value, children }: ShownOnceProps) {
  return (
    <Stack gap="xs">
      <Group gap="xs" align="flex-end" wrap="nowrap">
        <TextInput
          label={label}
          value={value}
          readOnly
          onFocus={(event) => event.currentTarget.select()}
          spellCheck={false}
          autoComplete="off"
          data-1p-ignore
          data-bwignore
          data-lpignore="true"
          styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: 13 } }}
          flex={1}
        />
        {/* Browsers let a page copy over HTTPS and on localhost only; elsewhere one copies by hand. */}
        {window.isSecureContext && (
          <CopyButton value={value} timeout={4000}>
            {({ copied, copy }) => (
              <>
                <Button
                  onClick={copy}
                  data-autofocus
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
      <Text size="sm" c="dimmed">
        {children}
      </Text>
    </Stack>
  )
}
