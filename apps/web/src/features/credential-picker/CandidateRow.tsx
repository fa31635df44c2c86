import { Badge, Radio } from '@mantine/core'
import type { CredentialSummary } from '@stepkey/shared/credential'
import { useId } from 'react'
import { useTranslations } from 'use-intl'
import { EditLink } from '../credentials/EditLink.tsx'
import { extendedScopes, useMissingScopes } from '../credentials/useMissingScopes.ts'
import classes from './CredentialPicker.module.css'
import { CredentialSummaryLine } from './CredentialSummaryLine.tsx'

interface CandidateRowProps {
  credential: CredentialSummary
  isInFlow: boolean
  /** The scopes that the step needs. */
  needs: readonly string[] | undefined
  /** Called for pointer clicks only; the arrow keys only move the selection. */
  onClick(): void
}

/** Shows one credential that a step can choose, as a radio row. */
export function CandidateRow({ credential, isInFlow, needs, onClick }: CandidateRowProps) {
  const t = useTranslations('picker')
  const id = useId()
  const missing = useMissingScopes(credential, needs)
  return (
    <div className={classes.row}>
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the radio handles keys */}
      <label htmlFor={id} className={classes.choice} onClick={({ detail }) => detail > 0 && onClick()}>
        <Radio id={id} value={credential.id} />
        <CredentialSummaryLine credential={credential} missing={missing}>
          {isInFlow && (
            <Badge variant="light" color="plum" size="sm" tt="none" fw={500}>
              {t('inThisFlow')}
            </Badge>
          )}
        </CredentialSummaryLine>
      </label>
      <EditLink
        credential={credential}
        scopes={missing.length > 0 ? extendedScopes(credential, needs) : undefined}
      >
        {credential.status === 'reconnect' ? 'Connect again' : missing.length > 0 ? 'Extend access' : 'Edit'}
      </EditLink>
    </div>
  )
}
