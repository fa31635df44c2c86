import { ActionIcon, Button, Group, Menu, VisuallyHidden } from '@mantine/core'
import { useDisclosure, usePrevious } from '@mantine/hooks'
import type { ComponentDetail } from '@stepkey/shared/catalog-api'
import type { CredentialSummary } from '@stepkey/shared/credential'
import {
  IconAlertTriangle,
  IconDotsVertical,
  IconPencil,
  IconPlugConnected,
  IconPlugOff,
  IconReplace,
  IconShieldCheck,
  IconSnowflake,
  IconSnowflakeOff,
  IconTrash,
} from '@tabler/icons-react'
import { useEffect, useRef } from 'react'
import { BusyButton } from '../../ui/inputs/BusyButton.tsx'
import { ButtonLink } from '../../ui/layout/links.tsx'
import { useMay } from '../../workspace/access.ts'
import { useWorkspaceId } from '../../workspace/workspaceScope.ts'
import { DeleteCredential } from '../credentials/DeleteCredential.tsx'
import { DisconnectCredential } from '../credentials/DisconnectCredential.tsx'
import { ReplaceCredential } from '../credentials/ReplaceCredential.tsx'
import { useVerifyCredential } from '../credentials/useVerifyCredential.ts'
import { FreezeCredential, UnfreezeCredential } from './FreezeCredential.tsx'
import { ReportIncident } from './ReportIncident.tsx'

interface CredentialPageActionsProps {
  component: ComponentDetail
  credential: CredentialSummary
  /** The form is open; it verifies and saves. */
  isEditing: boolean
  onDeleted(): unknown
}

/** Shows the actions on the credential of the page that the role of the user allows. */
export function CredentialPageActions(props: CredentialPageActionsProps) {
  const { component, credential, isEditing, onDeleted } = props
  const { id, status, grant, componentId } = credential
  const workspace = useWorkspaceId()
  const mayVerify = useMay('verify')
  const mayWrite = useMay('write')
  const { verify, isVerifying, message } = useVerifyCredential(credential)
  const [isDeleting, deleting] = useDisclosure()
  const [isDisconnecting, disconnecting] = useDisclosure()
  const [isReporting, reporting] = useDisclosure()
  const mayAudit = useMay('audit')
  const [isReplacing, replacing] = useDisclosure()
  const [isFreezing, freezing] = useDisclosure()
  const [isUnfreezing, unfreezing] = useDisclosure()
  const mayReplace = useMay('flows')
  const needsReconnect = status === 'reconnect'
  const editLink = useRef<HTMLAnchorElement>(null)
  const wasEditing = usePrevious(isEditing)
  // The form had the focus; it would be lost with it.
  useEffect(() => {
    if (wasEditing && !isEditing) editLink.current?.focus({ preventScroll: true })
  }, [wasEditing, isEditing])
  return (
    <Group gap="sm">
      {mayWrite && status === 'frozen' && !isEditing && (
        <Button
          variant="default"
          leftSection={<IconSnowflakeOff size={16} aria-hidden />}
          onClick={unfreezing.open}
        >
          Unfreeze
        </Button>
      )}
      {mayVerify && !needsReconnect && status !== 'frozen' && !isEditing && (
        <BusyButton
          variant={mayWrite ? 'default' : 'filled'}
          leftSection={<IconShieldCheck size={16} aria-hidden />}
          onClick={verify}
          isWaiting={isVerifying}
        >
          Verify
        </BusyButton>
      )}
      {mayWrite && !isEditing && (
        <ButtonLink
          ref={editLink}
          to="/w/$workspace/credentials/$component/$credential"
          params={{ workspace, component: componentId, credential: id }}
          search={{ edit: 1 }}
          leftSection={
            needsReconnect ? (
              <IconPlugConnected size={16} aria-hidden />
            ) : (
              <IconPencil size={16} aria-hidden />
            )
          }
        >
          {needsReconnect ? 'Connect again' : 'Edit'}
        </ButtonLink>
      )}
      {mayWrite && (
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon variant="default" size="lg" aria-label="More about this credential">
              <IconDotsVertical size={18} aria-hidden />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            {grant && !needsReconnect && (
              <Menu.Item leftSection={<IconPlugOff size={16} aria-hidden />} onClick={disconnecting.open}>
                Disconnect…
              </Menu.Item>
            )}
            {status !== 'frozen' && (
              <Menu.Item leftSection={<IconSnowflake size={16} aria-hidden />} onClick={freezing.open}>
                Freeze…
              </Menu.Item>
            )}
            {mayAudit && (
              <Menu.Item leftSection={<IconAlertTriangle size={16} aria-hidden />} onClick={reporting.open}>
                Report a leak…
              </Menu.Item>
            )}
            {mayReplace && (
              <Menu.Item leftSection={<IconReplace size={16} aria-hidden />} onClick={replacing.open}>
                Replace in flows…
              </Menu.Item>
            )}
            <Menu.Item
              color="var(--stepkey-bad)"
              leftSection={<IconTrash size={16} aria-hidden />}
              onClick={deleting.open}
            >
              Delete credential…
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      )}
      <VisuallyHidden role="status">{message}</VisuallyHidden>
      {isDeleting && (
        <DeleteCredential
          component={component}
          credential={credential}
          onClose={deleting.close}
          onDeleted={onDeleted}
        />
      )}
      {isReporting && <ReportIncident credential={credential} onClose={reporting.close} />}
      {isFreezing && <FreezeCredential credential={credential} onClose={freezing.close} />}
      {isUnfreezing && <UnfreezeCredential credential={credential} onClose={unfreezing.close} />}
      {isReplacing && (
        <ReplaceCredential
          component={component}
          credential={credential}
          onClose={replacing.close}
          onDeleted={onDeleted}
        />
      )}
      {isDisconnecting && (
        <DisconnectCredential component={component} credential={credential} onClose={disconnecting.close} />
      )}
    </Group>
  )
}
