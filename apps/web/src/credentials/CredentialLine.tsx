import { Text } from '@mantine/core'
import type { CredentialSummary } from '@stepkey/shared/credential'
import type { ReactNode } from 'react'
import classes from './CredentialPicker.module.css'
import { CredentialStatus } from './CredentialStatus.tsx'

/** A credential in short: what it is called, who it is, how it stands. */
export function CredentialLine({
  credential,
  children,
}: {
  credential: CredentialSummary
  children?: ReactNode
}) {
  return (
    <div className={classes.line}>
      <Text size="sm" fw={600} span>
        {credential.name}
      </Text>
      {credential.identity && (
        <Text size="sm" c="dimmed" span>
          {credential.identity}
        </Text>
      )}
      <CredentialStatus credential={credential} />
      {children}
    </div>
  )
}
