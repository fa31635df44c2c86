import { Anchor, Button, CopyButton, Group, Loader, Paper, Stack, Text, VisuallyHidden } from '@mantine/core'
import type { PendingConsent } from '@stepkey/connect/consent'
import { IconCheck, IconCopy, IconExternalLink } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'

interface ConsentPendingPanelProps<Kind extends PendingConsent['kind'] = PendingConsent['kind']> {
  pending: PendingConsent & { kind: Kind }
  onCancel(): void
  /** Called before this page is left for the page of the provider. */
  onLeave(): void
}

/** Shown while the user grants access at the provider. */
export function ConsentPendingPanel({ pending, onCancel, onLeave }: ConsentPendingPanelProps) {
  return pending.kind === 'code' ? (
    <CodePanel pending={pending} onCancel={onCancel} />
  ) : (
    <WindowPanel pending={pending} onCancel={onCancel} onLeave={onLeave} />
  )
}

function WindowPanel({ pending, onCancel, onLeave }: ConsentPendingPanelProps<'window'>) {
  const t = useTranslations('consent')
  const { host, url, urlInThisTab, window, reopen } = pending
  return (
    <Waiting title={t('waiting', { host })} onCancel={onCancel}>
      {window === 'open' && <Text size="sm">{t('approve')}</Text>}
      {window === 'closed' && (
        <>
          {/* An isolated window (Cross-Origin-Opener-Policy) looks closed although it is open. */}
          <Text size="sm">{t('windowClosed')}</Text>
          <Button variant="default" size="compact-sm" onClick={reopen}>
            {t('openAgain')}
          </Button>
        </>
      )}
      {window === 'blocked' && (
        <>
          <Text size="sm">{t('windowBlocked')}</Text>
          {/* The window accepts only the page that began the consent, so it must learn the origin of this one. */}
          <Anchor
            href={url}
            target="_blank"
            rel="noopener"
            referrerPolicy="origin"
            size="sm"
            underline="always"
          >
            {t('openInTab')}
            <IconExternalLink size={13} aria-hidden style={{ marginLeft: 3, verticalAlign: -1 }} />
          </Anchor>
          {urlInThisTab && (
            <Anchor
              href={urlInThisTab}
              target="_top"
              referrerPolicy="origin"
              size="sm"
              underline="always"
              onClick={onLeave}
            >
              {t('continueInThisTab')}
            </Anchor>
          )}
        </>
      )}
    </Waiting>
  )
}

function CodePanel({ pending, onCancel }: Omit<ConsentPendingPanelProps<'code'>, 'onLeave'>) {
  const t = useTranslations()
  const { userCode, verificationUrl } = pending
  const { host, pathname } = new URL(verificationUrl)
  return (
    <Waiting title={t('consent.enterCode', { host })} onCancel={onCancel}>
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
                  {copied ? t('common.copied') : t('common.copy')}
                </Button>
                <VisuallyHidden role="status">{copied && t('consent.codeCopied')}</VisuallyHidden>
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
        {t('consent.open', { address: pathname === '/' ? host : `${host}${pathname}` })}
        <IconExternalLink size={13} aria-hidden style={{ marginLeft: 3, verticalAlign: -1 }} />
      </Anchor>
      <Text size="sm">{t('consent.anyDevice')}</Text>
    </Waiting>
  )
}

function Waiting({ title, onCancel, children }: { title: string; onCancel(): void; children: ReactNode }) {
  const t = useTranslations('common')
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
          {t('cancel')}
        </Button>
      </Group>
    </Paper>
  )
}
