import { Button, Group, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import type { CredentialSummary } from '@stepkey/shared/credential'
import {
  IconDownload,
  IconShieldCheck,
  IconSnowflake,
  IconSnowflakeOff,
  IconTrash,
} from '@tabler/icons-react'
import { ConfirmDialog } from '../../ui/dialog/ConfirmDialog.tsx'
import { useMay } from '../../workspace/access.ts'
import { describeDeletions } from '../credentials/deletionTexts.ts'
import { useKeptDays } from '../credentials/useKeptDays.ts'
import { BulkDialog } from './BulkDialog.tsx'
import classes from './SelectionBar.module.css'
import { useBulkAction } from './useBulkAction.ts'

interface SelectionBarProps {
  selected: readonly CredentialSummary[]
  onExport(): void
  /** Removes credentials from the selection. */
  onDeselect(ids: readonly string[]): void
}

/** Shows the actions for the selected credentials at the bottom of the window. */
export function SelectionBar({ selected, onExport, onDeselect }: SelectionBarProps) {
  const mayVerify = useMay('verify')
  const mayWrite = useMay('write')
  const { action, run, close } = useBulkAction()
  const [isConfirming, confirm] = useDisclosure()
  const [isFreezing, confirmFreeze] = useDisclosure()
  const areFrozen = selected.every(({ status }) => status === 'frozen')
  const count = selected.length === 1 ? '1 credential' : `${selected.length} credentials`
  return (
    <>
      {selected.length > 0 && (
        <Group
          component="section"
          aria-label="Selection"
          className={classes.bar}
          justify="space-between"
          gap="sm"
        >
          <Text size="sm" fw={500} role="status">
            {count} selected
          </Text>
          <Group gap="xs">
            {mayVerify && (
              <Button
                variant="default"
                size="xs"
                leftSection={<IconShieldCheck size={14} aria-hidden />}
                onClick={() => run('verify', selected)}
              >
                Verify
              </Button>
            )}
            <Button
              variant="default"
              size="xs"
              leftSection={<IconDownload size={14} aria-hidden />}
              onClick={onExport}
            >
              Export CSV
            </Button>
            {mayWrite && areFrozen && (
              <Button
                variant="default"
                size="xs"
                leftSection={<IconSnowflakeOff size={14} aria-hidden />}
                onClick={() => run('unfreeze', selected)}
              >
                Unfreeze
              </Button>
            )}
            {mayWrite && !areFrozen && (
              <Button
                variant="default"
                size="xs"
                leftSection={<IconSnowflake size={14} aria-hidden />}
                onClick={confirmFreeze.open}
              >
                Freeze
              </Button>
            )}
            {mayWrite && (
              <Button
                variant="default"
                size="xs"
                c="var(--stepkey-bad)"
                leftSection={<IconTrash size={14} aria-hidden />}
                onClick={confirm.open}
              >
                Delete
              </Button>
            )}
            <Button variant="subtle" size="xs" onClick={() => onDeselect(selected.map(({ id }) => id))}>
              Clear selection
            </Button>
          </Group>
        </Group>
      )}
      {isConfirming && (
        <ConfirmDialog
          title={`Delete ${count}?`}
          confirm={`Delete ${count}`}
          onConfirm={async () => {}}
          onClose={confirm.close}
          onDone={() => run('delete', selected)}
        >
          <Restorable selected={selected} /> Credentials that active flows use are not deleted, and steps of
          inactive flows are left without a credential.
        </ConfirmDialog>
      )}
      {isFreezing && (
        <ConfirmDialog
          title={`Freeze ${count}?`}
          confirm={`Freeze ${count}`}
          onConfirm={async () => {}}
          onClose={confirmFreeze.close}
          onDone={() => run('freeze', selected)}
        >
          Nothing is issued until you unfreeze them. Active flows stay active, but can’t sign in. Keys at the
          providers stay valid.
        </ConfirmDialog>
      )}
      {action && (
        <BulkDialog
          action={action}
          onClose={() => {
            onDeselect(action.credentials.filter(({ id }) => action.outcomes[id]?.isGone).map(({ id }) => id))
            close()
          }}
        />
      )}
    </>
  )
}

/** Says whether the deletion can be undone. */
function Restorable({ selected }: { selected: readonly CredentialSummary[] }) {
  return describeDeletions(selected, useKeptDays())
}
