import { Badge, Radio } from '@mantine/core'
import type { CredentialSummary } from '@stepkey/shared/credential'
import { useId } from 'react'
import classes from './CredentialPicker.module.css'
import { CredentialSummaryLine } from './CredentialSummaryLine.tsx'
import { EditLink } from './EditLink.tsx'
import { useMissingScopes } from './useMissingScopes.ts'

interface CandidateRowProps {
  credential: CredentialSummary
  isInFlow: boolean
  /** The scopes that the step needs. */
  needs: readonly string[] | undefined
  /** By pointer: the arrow keys only move the choice. */
  onClick(): void
}

export function CandidateRow({ credential, isInFlow, needs, onClick }: CandidateRowProps) {
  const id = useId()
  const lacks = useMissingScopes(credential, needs)
  return (
    <div className={classes.row}>
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: keys reach the radio itself */}
      <label htmlFor={id} className={classes.choice} onClick={({ detail }) => detail > 0 && onClick()}>
        <Radio id={id} value={credential.id} />
        <CredentialSummaryLine credential={credential} lacks={lacks}>
          {isInFlow && (
            <Badge variant="light" color="plum" size="sm" tt="none" fw={500}>
              In this flow
            </Badge>
          )}
        </CredentialSummaryLine>
      </label>
      <EditLink credential={credential}>
        {credential.status === 'reconnect' || lacks.length > 0 ? 'Connect again' : 'Edit'}
      </EditLink>
    </div>
  )
}
