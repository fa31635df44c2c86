import { ActionIcon, Group, Menu, Switch, TextInput, VisuallyHidden } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { NAME_LIMIT } from '@stepkey/shared/inputs'
import { IconDotsVertical, IconListCheck, IconTrash } from '@tabler/icons-react'
import { PageTitle } from '../../ui/layout/PageTitle.tsx'
import { useMay } from '../../workspace/access.ts'
import { DeleteFlow } from './DeleteFlow.tsx'
import classes from './FlowHeader.module.css'
import { FlowStatus } from './FlowStatus.tsx'
import { isForCustomers } from './ownerBinding.ts'
import { PreflightDialog } from './PreflightDialog.tsx'
import type { FlowEditing } from './useFlowEditor.ts'

interface FlowHeaderProps {
  editing: FlowEditing
  isActive: boolean
  onDeleted(): Promise<void>
}

/** Shows the name of the flow, its status switch, and a menu of actions. */
export function FlowHeader({ editing, isActive, onDeleted }: FlowHeaderProps) {
  const { base, draft, errors, dispatch, work } = editing
  const [isDeleting, { open, close }] = useDisclosure()
  const [isChecking, checking] = useDisclosure()
  const mayCheck = useMay('verify')
  const title = base?.name ?? 'New flow'
  const switching = work === 'activating' || work === 'deactivating'
  return (
    <Group gap="md" align="flex-start">
      <PageTitle>{title}</PageTitle>
      <VisuallyHidden component="h1">{title}</VisuallyHidden>
      <TextInput
        aria-label="Name of the flow"
        placeholder="Name of the flow"
        value={draft.name}
        onChange={(event) => dispatch({ type: 'renamed', name: event.currentTarget.value })}
        error={errors.name}
        maxLength={NAME_LIMIT}
        autoComplete="off"
        autoFocus={base === undefined}
        classNames={{ root: classes.name, input: classes.nameInput }}
      />
      <Group gap="md" wrap="nowrap" h={48}>
        <Group gap="sm" wrap="nowrap">
          <Switch
            aria-label="Active"
            color="leaf.7"
            checked={isActive}
            onChange={() => work || (isActive ? editing.deactivate() : editing.activate())}
            // Not `disabled`: a disabled switch loses the focus.
            aria-disabled={work !== undefined}
            aria-busy={switching}
            classNames={{ root: classes.switch, input: classes.switchInput }}
          />
          <FlowStatus status={isActive ? 'active' : 'inactive'} />
        </Group>
        {base && (
          <Menu position="bottom-end">
            <Menu.Target>
              <ActionIcon variant="default" size="lg" aria-label="More about this flow">
                <IconDotsVertical size={18} aria-hidden />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              {mayCheck && (
                <Menu.Item leftSection={<IconListCheck size={16} aria-hidden />} onClick={checking.open}>
                  Check before a run…
                </Menu.Item>
              )}
              <Menu.Item
                color="var(--stepkey-bad)"
                leftSection={<IconTrash size={16} aria-hidden />}
                onClick={open}
              >
                Delete flow…
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        )}
      </Group>
      {base && isChecking && (
        <PreflightDialog flowId={base.id} isForCustomers={isForCustomers(base)} onClose={checking.close} />
      )}
      {base && isDeleting && (
        <DeleteFlow flow={base} isActive={isActive} onClose={close} onDeleted={onDeleted} />
      )}
    </Group>
  )
}
