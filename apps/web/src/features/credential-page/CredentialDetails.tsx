import { Group } from '@mantine/core'
import type { ComponentDetail } from '@stepkey/shared/catalog-api'
import type { Component } from '@stepkey/shared/component'
import type { Credential, CredentialSummary } from '@stepkey/shared/credential'
import { describeFields } from '@stepkey/shared/schema'
import { IconLock } from '@tabler/icons-react'
import { CopyableId } from '../../ui/inputs/CopyableId.tsx'
import { Section } from '../../ui/layout/Section.tsx'
import { Day } from '../../ui/time/Day.tsx'
import { RelativeTime } from '../../ui/time/RelativeTime.tsx'
import { LastUse } from '../all-credentials/LastUse.tsx'
import { useUsedFlows } from '../all-credentials/useUsedFlows.ts'
import { useActors } from '../audit/useActors.ts'
import { AccessEnd, accessEndOf } from '../credentials/AccessEnd.tsx'
import { GrantedScopes } from '../credentials/GrantedScopes.tsx'
import classes from './CredentialDetails.module.css'
import { CredentialOwnership } from './CredentialOwnership.tsx'
import { Detail } from './Detail.tsx'
import { shownValues } from './shownValues.ts'

interface CredentialDetailsProps {
  component: Pick<ComponentDetail, 'methods'>
  credential: CredentialSummary
  /** The values that are not secret, and the definition with their labels; only for roles that may see them. */
  inspected?: { credential: Credential; definition: Component }
}

/** Shows how a credential signs in, its values that are not secret, who created it, and when it was last used. */
export function CredentialDetails({ component, credential, inspected }: CredentialDetailsProps) {
  const { id, methodId, identity, grant, createdAt, updatedAt } = credential
  const flows = useUsedFlows([[credential]])
  const method = inspected?.definition.methods[methodId]
  const fields = method ? describeFields(method.fields) : []
  const values = inspected
    ? shownValues(fields, inspected.credential.values, inspected.credential.stored)
    : []
  const end = accessEndOf(credential)
  return (
    <Section title="Details">
      <dl className={classes.details}>
        <Detail label="Method">{component.methods[methodId]?.title ?? methodId}</Detail>
        {identity && (
          <Detail label="Account">
            <bdi>{identity}</bdi>
          </Detail>
        )}
        <CredentialOwnership credential={credential} />
        {values.map(({ path, label, text }) => (
          <Detail key={path} label={label}>
            {text === undefined ? (
              <Group gap={6}>
                <IconLock size={14} aria-hidden />
                Stored, never shown
              </Group>
            ) : (
              <bdi>{text}</bdi>
            )}
          </Detail>
        ))}
        {!inspected && grant?.scopes && (
          <Detail label="Scopes">
            <GrantedScopes scopes={grant.scopes} fields={fields} />
          </Detail>
        )}
        {end && (
          <Detail label="Access">
            <AccessEnd at={end} />
          </Detail>
        )}
        <Detail label="Created">
          <Day of={createdAt} /> <Creator of={credential} />
        </Detail>
        <Detail label="Changed">
          <RelativeTime at={updatedAt} />
        </Detail>
        <Detail label="Last used">
          <LastUse of={credential} flows={flows} />
        </Detail>
      </dl>
      <CopyableId label="ID" id={id} />
    </Section>
  )
}

function Creator({ of: { createdBy } }: { of: CredentialSummary }) {
  const actors = useActors().flatMap(({ items }) => items)
  const actor = actors.find(({ value }) => value === createdBy)
  return actor ? (
    <>
      by <bdi>{actor.label}</bdi>
    </>
  ) : null
}
