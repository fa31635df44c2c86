import { Button, Group, Stack, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import type { ComponentDetail } from '@stepkey/shared/catalog-api'
import type { CredentialSummary } from '@stepkey/shared/credential'
import type { Usage } from '@stepkey/shared/usage'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { BusyButton } from '../../ui/inputs/BusyButton.tsx'
import { isolated } from '../../ui/text/isolated.ts'
import { useMay } from '../../workspace/access.ts'
import { useRevokeChoice } from '../revocations/useRevokeChoice.tsx'
import { describeDeletion } from './deletionTexts.ts'
import { FlowLinks } from './FlowLinks.tsx'
import { ReplaceCredential } from './ReplaceCredential.tsx'
import { UsageGuardDialog } from './UsageGuardDialog.tsx'
import { useKeptDays } from './useKeptDays.ts'
import { useRemoveCredential } from './useRemoveCredential.ts'

interface DeleteCredentialProps {
  component: ComponentDetail
  credential: CredentialSummary
  onClose(): void
  /** Leaves a page that needs the credential, before its data is reloaded. */
  onDeleted?(): unknown
}

/** Confirms and deletes a credential; refused while active flows use it. */
export function DeleteCredential({ component, credential, onClose, onDeleted }: DeleteCredentialProps) {
  const { id, name } = credential
  const [refusal, setRefusal] = useState<Usage>()
  const [recent, setRecent] = useState<Usage>()
  const [isReplacing, replacing] = useDisclosure()
  const mayReplace = useMay('flows')
  const { choice, isRevoked } = useRevokeChoice(credential)
  const kept = describeDeletion(component, credential, useKeptDays())
  const restorable = isRevoked ? undefined : kept
  const remove = useRemoveCredential({
    component,
    credential,
    onInUse: setRefusal,
    onRecentlyIssued: setRecent,
    onClose,
    onDeleted,
  })
  if (isReplacing) {
    return (
      <ReplaceCredential
        component={component}
        credential={credential}
        isDeletedAfterwards
        onClose={onClose}
        onDeleted={onDeleted}
      />
    )
  }
  return (
    <UsageGuardDialog
      credential={credential}
      title={`Delete “${isolated(name)}”?`}
      done="deleted"
      refusal={refusal}
      error={remove.error}
      onClose={onClose}
      onReplace={mayReplace ? replacing.open : undefined}
    >
      {({ recentFlows = [], ...usage }) => {
        const warning = recent ?? (recentFlows.length > 0 ? { flows: recentFlows, hidden: 0 } : undefined)
        return (
          <Confirmation
            usage={usage}
            recent={warning}
            isAnswer={recent !== undefined}
            restorable={restorable}
            choice={choice}
            isRevoked={isRevoked}
            deleting={remove.isPending}
            onDelete={() =>
              remove.mutate({
                credentialId: id,
                ...(isRevoked && { revoke: true }),
                ...(warning && { allowRecentlyIssued: true }),
              })
            }
            onClose={onClose}
          />
        )
      }}
    </UsageGuardDialog>
  )
}

interface ConfirmationProps {
  usage: Usage
  /** The active flows that got the credential recently as the owner's credential. */
  recent: Usage | undefined
  /** The server named them in its answer. */
  isAnswer: boolean
  /** Says whether the deletion can be undone. */
  restorable: string | undefined
  /** A further choice of the user. */
  choice: ReactNode
  isRevoked: boolean
  deleting: boolean
  onDelete(): void
  onClose(): void
}

function Confirmation({
  usage,
  recent,
  isAnswer,
  restorable,
  choice,
  isRevoked,
  deleting,
  onDelete,
  onClose,
}: ConfirmationProps) {
  return (
    <Stack gap="md">
      {recent && <RecentFlows {...recent} isAnswer={isAnswer} />}
      {usage.flows.length > 0 ? (
        <>
          <Text size="sm">
            {recent ? 'These' : 'No active flow uses it. These'} steps of inactive flows will be left without
            a credential, also if it is restored:
          </Text>
          <FlowLinks {...usage} />
          {restorable && <Text size="sm">{restorable}</Text>}
        </>
      ) : (
        <Text size="sm">
          {!recent && 'No flow uses it. '}
          {restorable}
        </Text>
      )}
      {choice}
      <Group justify="flex-end" gap="sm">
        <Button variant="default" onClick={onClose} data-autofocus>
          Cancel
        </Button>
        <BusyButton color="red" onClick={onDelete} isWaiting={deleting}>
          {recent ? 'Delete anyway' : isRevoked ? 'Delete and revoke' : 'Delete'}
        </BusyButton>
      </Group>
    </Stack>
  )
}

/** Warns of the flows whose next run for the owner would fail. `isAnswer`: the server has refused the deletion. */
function RecentFlows({ isAnswer, ...flows }: Usage & { isAnswer: boolean }) {
  const text = useRef<HTMLParagraphElement>(null)
  // The focus has the warning read out, and leaves the button that would now confirm it.
  useEffect(() => {
    if (isAnswer) text.current?.focus()
  }, [isAnswer])
  return (
    <>
      <Text size="sm" ref={text} tabIndex={-1}>
        Active flows got this credential for its customer within the last 30 days. Their next run for this
        customer fails without it:
      </Text>
      <FlowLinks {...flows} />
    </>
  )
}
