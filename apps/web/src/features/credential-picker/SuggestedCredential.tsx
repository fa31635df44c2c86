import { Text } from '@mantine/core'
import type { ComponentSummary } from '@stepkey/shared/catalog-api'
import type { CredentialSummary } from '@stepkey/shared/credential'
import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'use-intl'
import { useApi } from '../../workspace/useApi.ts'
import { useMissingScopes } from '../credentials/useMissingScopes.ts'
import { CredentialSummaryLine } from './CredentialSummaryLine.tsx'
import { isReady } from './useSelectedCredential.ts'

/** The credential to suggest, if there is exactly one that is ready. */
export type Suggestion =
  | { state: 'unknown' | 'nothing' | 'several' }
  | { state: 'one'; credential: CredentialSummary }

/** Loads which credential to suggest for a step without one. */
export function useSuggestion(componentId: string, enabled: boolean): Suggestion {
  const { trpc } = useApi()
  const { data } = useQuery(trpc.credentials.list.queryOptions({ componentId, limit: 2 }, { enabled }))
  if (!data) return { state: 'unknown' }
  const [credential, another] = data.items
  if (!credential) return { state: 'nothing' }
  return another || !isReady(credential) ? { state: 'several' } : { state: 'one', credential }
}

interface SuggestedCredentialProps {
  suggestion: Suggestion
  component: Pick<ComponentSummary, 'id' | 'title'>
  needs: readonly string[] | undefined
}

/** Shown if no credential is chosen. If there is only one, it is suggested, but not chosen automatically. */
export function SuggestedCredential({ suggestion, component, needs }: SuggestedCredentialProps) {
  const t = useTranslations('picker')
  if (suggestion.state === 'one') return <OnlyCredential credential={suggestion.credential} needs={needs} />
  return (
    <Text size="sm" c="dimmed">
      {suggestion.state === 'nothing'
        ? t('noCredential', { component: component.title })
        : t('chooseForStep')}
    </Text>
  )
}

function OnlyCredential({
  credential,
  needs,
}: Pick<SuggestedCredentialProps, 'needs'> & { credential: CredentialSummary }) {
  return <CredentialSummaryLine credential={credential} missing={useMissingScopes(credential, needs)} />
}
