import { Text } from '@mantine/core'
import type { ComponentSummary } from '@stepkey/shared/catalog-api'
import type { CredentialSummary } from '@stepkey/shared/credential'
import { useQuery } from '@tanstack/react-query'
import { useApi } from '../../workspace/useApi.ts'
import { CredentialSummaryLine } from './CredentialSummaryLine.tsx'
import { useMissingScopes } from './useMissingScopes.ts'
import { isReady } from './useSelectedCredential.ts'

export type Suggestion =
  | { state: 'unknown' | 'nothing' | 'several' }
  | { state: 'one'; credential: CredentialSummary }

/** What there is to choose from where nothing is chosen yet. */
export function useSuggestion(componentId: string, enabled: boolean): Suggestion {
  const { trpc } = useApi()
  const { data } = useQuery(trpc.credentials.list.queryOptions({ componentId, limit: 2 }, { enabled }))
  if (!data) return { state: 'unknown' }
  const [credential, another] = data.items
  if (!credential) return { state: 'nothing' }
  return another || !isReady(credential) ? { state: 'several' } : { state: 'one', credential }
}

interface OfferProps {
  offer: Suggestion
  component: Pick<ComponentSummary, 'id' | 'title'>
  needs: readonly string[] | undefined
}

/** Stands where no credential is chosen. The only one there is, is offered, but not taken. */
export function SuggestedCredential({ offer, component, needs }: OfferProps) {
  if (offer.state === 'one') return <TheOnlyOne credential={offer.credential} needs={needs} />
  return (
    <Text size="sm" c="dimmed">
      {offer.state === 'nothing'
        ? `There is none for ${component.title} yet.`
        : 'Choose which one this step works with.'}
    </Text>
  )
}

function TheOnlyOne({ credential, needs }: Pick<OfferProps, 'needs'> & { credential: CredentialSummary }) {
  return <CredentialSummaryLine credential={credential} lacks={useMissingScopes(credential, needs)} />
}
