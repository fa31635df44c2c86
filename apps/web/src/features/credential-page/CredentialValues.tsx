import { Skeleton, Text } from '@mantine/core'
import type { CredentialSummary } from '@stepkey/shared/credential'
import type { CredentialValue } from '@stepkey/shared/credential-value'
import { IconRefresh } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { LoadError } from '../../ui/feedback/LoadError.tsx'
import { ButtonLink } from '../../ui/layout/links.tsx'
import { RowList } from '../../ui/layout/RowList.tsx'
import { Section } from '../../ui/layout/Section.tsx'
import { formatList } from '../../ui/time/format.ts'
import { useMay } from '../../workspace/access.ts'
import { useApi } from '../../workspace/useApi.ts'
import { useWorkspaceId } from '../../workspace/workspaceScope.ts'
import { CredentialValueRow, type ValueAction } from './CredentialValueRow.tsx'
import { DiscardValue } from './DiscardValue.tsx'
import { SwitchValue } from './SwitchValue.tsx'
import { TryValue } from './TryValue.tsx'
import { isStillAccepted } from './valueLabels.ts'

interface CredentialValuesProps {
  credential: CredentialSummary
  /** A form of the page is open. */
  isEditing: boolean
  /** Whether the new value takes the focus, because it was just added. */
  focusNew: boolean
}

/**
 * Shows the generations of a credential's values: the current one, a new one on trial, and the previous one. Each has
 * its actions. The values of a connected credential are replaced by connecting it again.
 */
export function CredentialValues({ credential, isEditing, focusNew }: CredentialValuesProps) {
  const { id: credentialId, componentId, grant, status } = credential
  const { trpc } = useApi()
  const workspace = useWorkspaceId()
  const mayWrite = useMay('write')
  const query = useQuery(trpc.credentials.values.queryOptions({ credentialId }))
  const [chosen, setChosen] = useState<{ value: CredentialValue; action: ValueAction }>()
  const kept = query.data?.items.filter(({ state }) => state !== 'retired') ?? []
  const erasedCount = (query.data?.items.length ?? 0) - kept.length
  const accepted = query.data?.items.filter(isStillAccepted).map(({ generation }) => `${generation}`) ?? []
  const mayRotate = mayWrite && grant === null && status !== 'reconnect' && !isEditing
  const dialog = chosen && { credential, value: chosen.value, onClose: () => setChosen(undefined) }
  return (
    <Section
      title="Values"
      lead={
        grant
          ? 'They are replaced when it is connected again.'
          : 'A new value is verified and can be tried in some flows while the current one stays in use.'
      }
      actions={
        mayRotate && (
          <ButtonLink
            to="/w/$workspace/credentials/$component/$credential"
            params={{ workspace, component: componentId, credential: credentialId }}
            search={{ rotate: 1 }}
            variant="default"
            leftSection={<IconRefresh size={16} aria-hidden />}
          >
            Rotate
          </ButtonLink>
        )
      }
    >
      <LoadError of={query} />
      {!query.error && !query.data && <Skeleton height={64} radius="lg" aria-hidden />}
      {kept.length > 0 && (
        <RowList label="Values">
          {kept.map((value) => (
            <CredentialValueRow
              key={value.generation}
              credentialId={credentialId}
              value={value}
              flowCount={credential.activeFlowCount}
              takesFocus={focusNew && value.state === 'pending'}
              onAction={mayWrite ? (action) => setChosen({ value, action }) : undefined}
            />
          ))}
        </RowList>
      )}
      {erasedCount > 0 && (
        <Text size="sm" c="dimmed">
          {erasedCount === 1 ? '1 earlier value was erased.' : `${erasedCount} earlier values were erased.`}
        </Text>
      )}
      {accepted.length > 0 && (
        <Text size="sm">
          {accepted.length === 1
            ? `The provider still accepted the value of generation ${accepted[0]} when Stepkey erased it. Revoke it there, unless it was revoked since.`
            : `The provider still accepted the values of generations ${formatList(accepted.toReversed())} when Stepkey erased them. Revoke them there, unless they were revoked since.`}
        </Text>
      )}
      {dialog && chosen.action === 'try' && <TryValue {...dialog} />}
      {dialog && chosen.action === 'discard' && <DiscardValue {...dialog} />}
      {dialog && (chosen.action === 'promote' || chosen.action === 'restore') && (
        <SwitchValue {...dialog} action={chosen.action} keptDays={query.data?.keptDays ?? 0} />
      )}
    </Section>
  )
}
