import { Alert, List, Text } from '@mantine/core'
import { requestedScopes } from '@stepkey/shared/auth/app-guide'
import { asksConsent, type Component } from '@stepkey/shared/component'
import type { Credential, CredentialSummary } from '@stepkey/shared/credential'
import { grantedScopes } from '@stepkey/shared/scopes'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { ButtonLink } from '../../ui/layout/links.tsx'
import { Section } from '../../ui/layout/Section.tsx'
import { isolated } from '../../ui/text/isolated.ts'
import { useMay } from '../../workspace/access.ts'
import { useApi } from '../../workspace/useApi.ts'
import { useWorkspaceId } from '../../workspace/workspaceScope.ts'
import { scopesOf } from '../catalog/scopes.ts'
import { compareScopes, type ScopeRow } from './scopeRows.ts'

interface CredentialScopesProps {
  credential: CredentialSummary
  /** Only for roles that may see the values. */
  inspected?: { credential: Credential; definition: Component }
  /** A form of the page is open. */
  isEditing: boolean
}

/**
 * Shows the OAuth scopes of a connected credential: which steps need each, which are missing, and which no step needs.
 * Leads to connecting again with more or with fewer of them. Nothing for other credentials.
 */
export function CredentialScopes({ credential, inspected, isEditing }: CredentialScopesProps) {
  const { id: credentialId, componentId, methodId } = credential
  const { trpc } = useApi()
  const workspace = useWorkspaceId()
  const mayWrite = useMay('write')
  const { data: usage } = useQuery(trpc.credentials.usage.queryOptions({ credentialId }))
  const method = inspected?.definition.methods[methodId]
  if (!inspected || !method || !asksConsent(method.token) || !usage) return null

  const granted = grantedScopes(credential) ?? null
  const requested = requestedScopes(method, inspected.credential.values)
  const rows = compareScopes({
    granted,
    requested,
    flows: usage.flows,
    includes: inspected.definition.scopeIncludes,
  })
  if (rows.length === 0) return null
  const labels = new Map(scopesOf(inspected.definition).map(({ value, label }) => [value, label]))
  const isChoice = (scope: string) => labels.has(scope) || 'scope' in method.fields.shape
  const missing = rows.filter(({ state }) => state === 'missing').map(({ scope }) => scope)
  const surplus = rows.filter(({ state, scope }) => state === 'surplus' && isChoice(scope))
  const needed = rows.filter(({ steps }) => steps.length > 0).map(({ scope }) => scope)
  const canReduce = usage.hidden === 0 && needed.length > 0 && surplus.length > 0
  const connect = (label: string, scopes: readonly string[]) => (
    <ButtonLink
      to="/w/$workspace/credentials/$component/$credential"
      params={{ workspace, component: componentId, credential: credentialId }}
      search={{ edit: 1, scopes: [...scopes] }}
      variant="default"
    >
      {label}
    </ButtonLink>
  )
  return (
    <Section
      title="Scopes"
      lead="What the provider lets the flows do, and which steps need it."
      actions={
        mayWrite &&
        !isEditing &&
        (missing.length > 0
          ? connect('Extend access', [...new Set([...requested, ...missing])])
          : canReduce && connect('Connect with less', needed))
      }
    >
      {granted === null && (
        <Alert
          color="amber"
          icon={<IconAlertTriangle aria-hidden />}
          title="The provider does not tell the scopes"
        >
          Check there that all scopes below were granted. Flows with a missing one fail when they run.
        </Alert>
      )}
      <List listStyleType="none" spacing="xs" aria-label="Scopes">
        {rows.map((row) => (
          <List.Item key={row.scope}>
            <Text size="sm" fw={600} title={row.scope} style={{ overflowWrap: 'anywhere' }}>
              {labels.get(row.scope) ?? row.scope}
            </Text>
            <Text size="sm" c={row.state === 'missing' ? 'var(--stepkey-bad)' : 'dimmed'}>
              {describeRow(row)}
            </Text>
          </List.Item>
        ))}
      </List>
    </Section>
  )
}

function describeRow({ state, steps }: ScopeRow): string {
  const names = steps.slice(0, 3).map(({ flow, step }) => `“${isolated(flow)} / ${isolated(step)}”`)
  const more = steps.length > names.length ? ` and ${steps.length - names.length} more` : ''
  const by = names.length > 0 ? `needed by ${names.join(', ')}${more}` : 'no step says that it needs it'
  switch (state) {
    case 'missing':
      return `Not granted, ${by}`
    case 'unknown':
      return `Asked for, ${by}`
    default:
      return `Granted, ${by}`
  }
}
