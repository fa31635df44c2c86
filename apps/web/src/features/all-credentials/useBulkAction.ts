import type { CredentialSummary } from '@stepkey/shared/credential'
import { isProof } from '@stepkey/shared/verification'
import pLimit from 'p-limit'
import { useRef, useState } from 'react'
import { sentenceOf } from '../../api/api.ts'
import type { Tone } from '../../ui/feedback/StatusText.tsx'
import { isolated } from '../../ui/text/isolated.ts'
import { useApi } from '../../workspace/useApi.ts'
import { useCredentialsChanged } from '../credentials/useCredentialsChanged.ts'

/** The number of credentials that are worked on at a time: fewer than a workspace may verify at a time. */
const CONCURRENCY = 4

/** What happened to one credential. */
export interface BulkOutcome {
  tone: Tone
  text: string
  /** The credential no longer exists. */
  isGone?: boolean
}

/** What can be done with several credentials at once. */
export type BulkKind = 'verify' | 'delete' | 'freeze' | 'unfreeze'

/** An action on several credentials that is running or complete. */
export interface BulkAction {
  kind: BulkKind
  credentials: readonly CredentialSummary[]
  /** By credential id; absent until the credential is done. */
  outcomes: Readonly<Record<string, BulkOutcome>>
}

/** Verifies or deletes several credentials, and keeps an outcome for each. */
export function useBulkAction() {
  const { client } = useApi()
  const credentialsChanged = useCredentialsChanged()
  const [action, setAction] = useState<BulkAction>()
  const current = useRef<object>(undefined)

  const steps: Record<BulkKind, (id: string) => Promise<BulkOutcome>> = {
    async verify(credentialId) {
      const { outcome, message } = await client.credentials.verify.mutate({ credentialId })
      return { tone: isProof(outcome) ? 'good' : outcome === 'rejected' ? 'bad' : 'warn', text: message }
    },
    async freeze(credentialId) {
      await client.credentials.freeze.mutate({ credentialId })
      return { tone: 'good', text: 'Frozen' }
    },
    async unfreeze(credentialId) {
      const result = await client.credentials.unfreeze.mutate({ credentialId })
      if (result.outcome === 'active') return { tone: 'good', text: 'Issued again' }
      return { tone: 'bad', text: `Stays frozen. ${result.verification.message}` }
    },
    async delete(credentialId) {
      const result = await client.credentials.remove.mutate({ credentialId })
      if (result.outcome === 'deleted') return { tone: 'good', text: 'Deleted', isGone: true }
      const names = result.flows.slice(0, 3).map(({ name }) => `“${isolated(name)}”`)
      const others = result.flows.length + result.hidden - names.length
      const flows = [...names, ...(others > 0 ? [`${others} more`] : [])].join(', ')
      const reason =
        result.outcome === 'in_use' ? 'active flows use it' : 'active flows got it for its customer recently'
      return { tone: 'warn', text: `Kept, because ${reason}: ${flows}` }
    },
  }

  async function run(kind: BulkKind, credentials: readonly CredentialSummary[]) {
    const token = {}
    current.current = token
    setAction({ kind, credentials, outcomes: {} })
    const limit = pLimit(CONCURRENCY)
    await Promise.all(
      credentials.map(({ id }) =>
        limit(async () => {
          // Closing the dialog stops the credentials that wait.
          if (current.current !== token) return
          const outcome = await steps[kind](id).catch(
            (error): BulkOutcome => ({ tone: 'bad', text: sentenceOf(error) }),
          )
          setAction((before) => before && { ...before, outcomes: { ...before.outcomes, [id]: outcome } })
        }),
      ),
    )
    await credentialsChanged()
  }

  return {
    action,
    run,
    close() {
      current.current = undefined
      setAction(undefined)
    },
  }
}
