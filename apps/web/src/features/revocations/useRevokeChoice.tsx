import { Checkbox } from '@mantine/core'
import type { ComponentDetail } from '@stepkey/shared/catalog-api'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useApi } from '../../workspace/useApi.ts'
import { providerOf } from '../consents/providerName.ts'

interface RevokeChoice {
  /** Whether the user wants the key revoked, too. */
  isRevoked: boolean
  /** The checkbox; undefined if Stepkey can't revoke keys of the method. */
  choice: ReactNode
  component: ComponentDetail | undefined
}

interface RevokeChoiceOptions {
  /** Whether it is chosen from the start. */
  isChosen?: boolean
  /** What the checkbox says, with the provider; absent for a revocation at once. */
  label?(provider: string): string
}

/** Lets the user choose that a key is revoked at its provider, too, if Stepkey can do that. */
export function useRevokeChoice(
  { componentId, methodId }: { componentId: string; methodId: string },
  { isChosen = false, label = (provider) => `Also revoke the key at ${provider}` }: RevokeChoiceOptions = {},
): RevokeChoice {
  const { trpc } = useApi()
  const { data: component } = useQuery(trpc.components.get.queryOptions({ componentId }))
  const [isRevoked, setRevoked] = useState(isChosen)
  const method = component?.methods[methodId]
  // Access that a user granted is revoked without a choice.
  const isOffered = component && method?.canRevoke && method.consent === undefined
  return {
    isRevoked,
    component,
    choice: isOffered && (
      <Checkbox
        label={label(providerOf(component))}
        description="Everything else that uses the key stops working. This can’t be undone."
        checked={isRevoked}
        onChange={(event) => setRevoked(event.currentTarget.checked)}
      />
    ),
  }
}
