import { Group, Skeleton, Text } from '@mantine/core'
import type { Component } from '@stepkey/shared/component'
import { IconCircleCheck } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { LoadError } from '../../ui/feedback/LoadError.tsx'
import { preloadable, usePreloadable } from '../../ui/loading/preloadable.ts'
import { useApi } from '../../workspace/useApi.ts'
import { useWorkspaceScope } from '../../workspace/workspaceScope.ts'
import type { PickerEvents } from './pickerEvents.ts'

const credentialForm = preloadable(async () => {
  const { CredentialForm } = await import('../credentials/CredentialForm.tsx')
  return { default: CredentialForm }
})

interface ReconnectInEmbedProps extends Pick<PickerEvents, 'onReconnected' | 'onCancelled'> {
  credentialId: string
  component: Component
}

/** Enters new values for one credential, which keeps its id and its name. */
export function ReconnectInEmbed({
  credentialId,
  component,
  onReconnected,
  onCancelled,
}: ReconnectInEmbedProps) {
  const t = useTranslations('picker')
  const { trpc } = useApi()
  const { scopes } = useWorkspaceScope()
  // The form keeps the version that it started with.
  const query = useQuery(
    trpc.credentials.get.queryOptions({ credentialId }, { staleTime: Number.POSITIVE_INFINITY }),
  )
  const { Component: CredentialForm, error, retry } = usePreloadable(credentialForm)
  const [isSaved, setSaved] = useState(false)
  const { data: credential } = query
  if (isSaved) {
    return (
      <Group gap={6} wrap="nowrap" role="status" c="var(--stepkey-good)">
        <IconCircleCheck size={18} aria-hidden style={{ flex: 'none' }} />
        <Text size="sm">
          {t.rich('wasReconnected', { name: credential?.name ?? '', bdi: (text) => <bdi>{text}</bdi> })}
        </Text>
      </Group>
    )
  }
  if (error) return <LoadError of={{ error, isFetching: false, refetch: retry }} />
  if (!credential || !CredentialForm)
    return query.error ? <LoadError of={query} /> : <Skeleton height={240} />
  return (
    <CredentialForm
      component={component}
      credential={credential}
      asksSecrets
      scopes={scopes}
      fixedName={credential.name}
      onSaved={() => {
        setSaved(true)
        onReconnected({ credentialId })
      }}
      onCancel={onCancelled}
      compact
    />
  )
}
