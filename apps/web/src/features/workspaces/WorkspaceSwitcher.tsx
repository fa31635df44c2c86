import { Menu, Text, UnstyledButton, VisuallyHidden } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import type { Workspace } from '@stepkey/shared/account'
import { IconCheck, IconPlus, IconSelector } from '@tabler/icons-react'
import { createLink, useLocation } from '@tanstack/react-router'
import type { ComponentProps } from 'react'
import { preloadable, usePreload } from '../../ui/loading/preloadable.ts'
import { samePageIn } from './samePageIn.ts'
import classes from './WorkspaceSwitcher.module.css'

const createOrganization = preloadable(() => import('./CreateOrganization.tsx'))

const MenuLink = createLink((props: Omit<ComponentProps<'a'>, 'color'>) => (
  <Menu.Item component="a" {...props} />
))

interface WorkspaceSwitcherProps {
  workspace: Workspace
  /** All workspaces of the user. */
  workspaces: readonly Workspace[]
}

/** Shows the current workspace, and opens the same kind of page in another one. */
export function WorkspaceSwitcher({ workspace, workspaces }: WorkspaceSwitcherProps) {
  const pathname = useLocation({ select: (location) => location.pathname })
  const [isCreating, { open, close }] = useDisclosure()
  const CreateOrganization = usePreload(createOrganization, isCreating)
  return (
    <>
      <Menu position="bottom-start" width={248} radius="lg">
        <Menu.Target>
          <UnstyledButton className={classes.target}>
            <VisuallyHidden>Workspace: </VisuallyHidden>
            <WorkspaceName workspace={workspace} isShort />
            <IconSelector size={16} aria-hidden />
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown className={classes.dropdown}>
          {workspaces.map((other) => (
            <MenuLink
              key={other.id}
              to={samePageIn(pathname, other)}
              params={{ workspace: other.id }}
              {...(other.id === workspace.id && { 'aria-current': 'true' })}
            >
              <span className={classes.choice}>
                <WorkspaceName workspace={other} />
                {other.id === workspace.id && <IconCheck size={16} aria-hidden />}
              </span>
            </MenuLink>
          ))}
          <Menu.Divider />
          <Menu.Item leftSection={<IconPlus size={16} aria-hidden />} onClick={open}>
            Create organization
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {CreateOrganization && <CreateOrganization onClose={close} />}
    </>
  )
}

interface WorkspaceNameProps {
  workspace: Workspace
  /** Cuts a long name off, which otherwise takes several lines. */
  isShort?: boolean
}

function WorkspaceName({ workspace: { name, kind }, isShort = false }: WorkspaceNameProps) {
  return (
    <span className={classes.named}>
      <Text size="sm" fw={600} title={isShort ? name : undefined} truncate={isShort} span display="block">
        <bdi>{name}</bdi>
      </Text>
      <Text size="xs" c="dimmed" span display="block">
        {kind === 'personal' ? 'Personal workspace' : 'Organization'}
      </Text>
    </span>
  )
}
