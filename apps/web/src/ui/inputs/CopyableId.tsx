import { ActionIcon, CopyButton, Group, Text, VisuallyHidden } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'

/** Shows an id in a row, with a small copy button. */
export function CopyableId({ label, id }: { label: string; id: string }) {
  return (
    <Group gap={6} wrap="nowrap" c="dimmed">
      <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
        {label}{' '}
        <Text span inherit ff="monospace">
          {id}
        </Text>
      </Text>
      {/* Browsers allow copying only over HTTPS and on localhost. */}
      {window.isSecureContext && (
        <CopyButton value={id} timeout={4000}>
          {({ copied, copy }) => (
            <>
              <ActionIcon variant="subtle" color="gray" onClick={copy} aria-label={`Copy ${label} ${id}`}>
                {copied ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />}
              </ActionIcon>
              <VisuallyHidden role="status">{copied && `${label} copied`}</VisuallyHidden>
            </>
          )}
        </CopyButton>
      )}
    </Group>
  )
}
