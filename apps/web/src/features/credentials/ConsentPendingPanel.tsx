import { Anchor, Button, CopyButton, Group, Loader, Paper, Stack, Text, VisuallyHidden } from '@mantine/core'
import { IconCheck, IconCopy, IconExternalLink } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { PendingConsent } from './useConsent.ts'

interface AwaitedPanelProps<Kind extends PendingConsent['kind'] = PendingConsent['kind']> {
  awaited: PendingConsent & { kind: Kind }
  onCancel(): void
}

/** Shown while a person is at the vendor, to agree. */
export function ConsentPendingPanel({ awaited, onCancel }: AwaitedPanelProps) {
  return awaited.kind === 'code' ? (
    <CodePanel awaited={awaited} onCancel={onCancel} />
  ) : (
    <WindowPanel awaited={awaited} onCancel={onCancel} />
  )
}

function WindowPanel({ awaited, onCancel }: AwaitedPanelProps<'window'>) {
  const { host, url, window, onReopen } = awaited
  return (
    <Waiting title={`Waiting for you to agree at ${host}…`} onCancel={onCancel}>
      {window === 'open' && (
        <Text size="sm">It opened in a window of its own. This page goes on by itself.</Text>
      )}
      {window === 'closed' && (
        <>
          {/* A vendor may cut the connection to its window: then that only looks closed. */}
          <Text size="sm">The window seems to be closed. Nothing was lost.</Text>
          <Button variant="default" size="compact-sm" onClick={onReopen}>
            Open it again
          </Button>
        </>
      )}
      {window === 'blocked' && (
        <>
          <Text size="sm">Your browser blocked the window. Nothing was lost.</Text>
          <Anchor href={url} target="_blank" rel="noopener noreferrer" size="sm" underline="always">
            Open it in a tab
            <IconExternalLink size={13} aria-hidden style={{ marginLeft: 3, verticalAlign: -1 }} />
          </Anchor>
        </>
      )}
    </Waiting>
  )
}

function CodePanel({ awaited, onCancel }: AwaitedPanelProps<'code'>) {
  const { userCode, verificationUrl } = awaited
  const { host, pathname } = new URL(verificationUrl)
  return (
    <Waiting title={`Waiting for you to enter this code at ${host}…`} onCancel={onCancel}>
      <Group gap="sm">
        <Text ff="monospace" fz={28} fw={600} lh={1.2} style={{ letterSpacing: '0.08em', userSelect: 'all' }}>
          {userCode}
        </Text>
        {globalThis.isSecureContext && (
          <CopyButton value={userCode} timeout={4000}>
            {({ copied, copy }) => (
              <>
                <Button
                  variant="default"
                  size="compact-sm"
                  onClick={copy}
                  leftSection={
                    copied ? <IconCheck size={14} aria-hidden /> : <IconCopy size={14} aria-hidden />
                  }
                >
                  {copied ? 'Copied' : 'Copy'}
                </Button>
                <VisuallyHidden role="status">{copied && 'The code was copied'}</VisuallyHidden>
              </>
            )}
          </CopyButton>
        )}
      </Group>
      <Anchor
        href={verificationUrl}
        target="_blank"
        rel="noopener noreferrer"
        size="sm"
        underline="always"
        style={{ overflowWrap: 'anywhere' }}
      >
        Open {pathname === '/' ? host : `${host}${pathname}`}
        <IconExternalLink size={13} aria-hidden style={{ marginLeft: 3, verticalAlign: -1 }} />
      </Anchor>
      <Text size="sm">You can do that on any device. This page goes on by itself.</Text>
    </Waiting>
  )
}

function Waiting({ title, onCancel, children }: { title: string; onCancel(): void; children: ReactNode }) {
  return (
    <Paper withBorder p="md">
      <Group wrap="nowrap" align="flex-start">
        <Loader size="sm" aria-hidden style={{ flex: 'none' }} />
        <Stack gap="xs" align="flex-start" flex={1} miw={0}>
          <Text size="sm" fw={600} style={{ overflowWrap: 'anywhere' }}>
            {title}
          </Text>
          {children}
        </Stack>
        <Button variant="default" size="compact-sm" onClick={onCancel} style={{ flex: 'none' }}>
          Cancel
        </Button>
      </Group>
    </Paper>
  )
}
