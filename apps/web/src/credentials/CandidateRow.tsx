import { Badge, Radio } from '@mantine/core'
import type { CredentialSummary } from '@stepkey/shared/credential'
import { useId } from 'react'
import { CredentialLine } from './CredentialLine.tsx'
import classes from './CredentialPicker.module.css'
import { EditLink } from './EditLink.tsx'

interface CandidateRowProps {
  credential: CredentialSummary
  isInFlow: boolean
  /** By pointer: the arrow keys only move the choice. */
  onClick(): void
}

export function CandidateRow({ credential, isInFlow, onClick }: CandidateRowProps) {
  const id = useId()
  return (
    <div className={classes.row}>
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: keys reach the radio itself */}
      <label htmlFor={id} className={classes.choice} onClick={({ detail }) => detail > 0 && onClick()}>
        <Radio id={id} value={credential.id} />
        <CredentialLine credential={credential}>
          {isInFlow && (
            <Badge variant="light" color="plum" size="sm" tt="none" fw={500}>
              In this flow
            </Badge>
          )}
        </CredentialLine>
      </label>
      <EditLink credential={credential}>Edit</EditLink>
    </div>
  )
}
