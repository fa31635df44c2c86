import { AppShell, Burger, Group, Text, UnstyledButton, useMatches } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import type { Me, Workspace } from '@stepkey/shared/account'
import {
  IconHistory,
  IconHome,
  IconKey,
  IconPuzzle,
  IconRoute,
  IconSearch,
  IconSettings,
} from '@tabler/icons-react'
import { Link, useRouter } from '@tanstack/react-router'
import { type ReactNode, useCallback, useEffect, useRef } from 'react'
import { WorkspaceSwitcher } from '../features/workspaces/WorkspaceSwitcher.tsx'
import { keyLabel, shortcuts } from '../ui/keyboard/shortcuts.ts'
import { useShortcut } from '../ui/keyboard/useShortcut.ts'
import { Logo } from '../ui/layout/Logo.tsx'
import { preloadable, usePreload } from '../ui/loading/preloadable.ts'
import { mayIn } from '../workspace/access.ts'
import { AccountMenu } from './AccountMenu.tsx'
import classes from './Shell.module.css'

const commandPalette = preloadable(() => import('../features/command-palette/CommandPalette.tsx'))
const shortcutsDialog = preloadable(() => import('./ShortcutsDialog.tsx'))

interface ShellProps {
  me: Me
  workspace: Workspace
  children: ReactNode
}

/** Shows the navigation on the left (behind a burger button on phones) and the page on the right. */
export function Shell({ me: { account, workspaces }, workspace, children }: ShellProps) {
  const [open, { toggle, close }] = useDisclosure()
  const isCollapsible = useMatches({ base: true, sm: false })
  const main = useRef<HTMLElement>(null)
  const [isSearching, search] = useDisclosure()
  const CommandPalette = usePreload(commandPalette, isSearching)
  useShortcut('palette', search.open, { isInInputs: true })
  const [isHelpOpen, help] = useDisclosure()
  const ShortcutsDialog = usePreload(shortcutsDialog, isHelpOpen)
  // Escape would close both dialogs.
  useShortcut('help', () => document.querySelector('[role="dialog"]') ?? help.open())
  const router = useRouter()

  const collapse = useCallback(() => {
    // Moves the focus out of the navigation before it is hidden.
    if (isCollapsible && document.activeElement?.closest(`.${classes.navbar}`))
      main.current?.focus({ preventScroll: true })
    close()
  }, [isCollapsible, close])

  useEffect(
    () =>
      router.subscribe('onRendered', ({ fromLocation, pathChanged }) => {
        if (!fromLocation || !pathChanged) return
        collapse()
        // If the focused link was removed with its page, moves the focus to the new page.
        if (document.activeElement === document.body) main.current?.focus({ preventScroll: true })
      }),
    [router, collapse],
  )

  return (
    <AppShell
      header={{ height: { base: 56, sm: 0 } }}
      navbar={{ width: 232, breakpoint: 'sm', collapsed: { mobile: !open } }}
      padding={0}
    >
      <a className={classes.skip} href="#main">
        Skip to content
      </a>
      <AppShell.Header hiddenFrom="sm" px="md">
        <Group h="100%" gap="sm">
          <Burger opened={open} onClick={toggle} size="sm" aria-label="Navigation" aria-expanded={open} />
          <Logo size={24} />
          <Text fw={650}>Stepkey</Text>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar
        className={classes.navbar}
        aria-label="Main"
        inert={isCollapsible && !open}
        // Also closes for a link to the current page.
        onClick={({ target }) => target instanceof Element && target.closest('a') && collapse()}
      >
        <Group gap="sm" px="xs" visibleFrom="sm">
          <Logo />
          <Text fw={650} size="lg">
            Stepkey
          </Text>
        </Group>
        <WorkspaceSwitcher workspace={workspace} workspaces={workspaces} />
        <UnstyledButton
          className={classes.link}
          aria-keyshortcuts={shortcuts.palette.aria}
          onClick={search.open}
        >
          <IconSearch size={18} aria-hidden />
          Search
          <kbd className={classes.shortcut} aria-hidden>
            {shortcuts.palette.keys[0].map(keyLabel).join(' ')}
          </kbd>
        </UnstyledButton>
        <Link to="/w/$workspace/home" params={{ workspace: workspace.id }} className={classes.link}>
          <IconHome size={18} aria-hidden />
          Home
        </Link>
        <Link to="/w/$workspace/credentials" params={{ workspace: workspace.id }} className={classes.link}>
          <IconKey size={18} aria-hidden />
          Credentials
        </Link>
        <Link to="/w/$workspace/flows" params={{ workspace: workspace.id }} className={classes.link}>
          <IconRoute size={18} aria-hidden />
          Flows
        </Link>
        {mayIn(workspace, 'components') && (
          <Link to="/w/$workspace/components" params={{ workspace: workspace.id }} className={classes.link}>
            <IconPuzzle size={18} aria-hidden />
            Components
          </Link>
        )}
        {mayIn(workspace, 'audit') && (
          <Link to="/w/$workspace/activity" params={{ workspace: workspace.id }} className={classes.link}>
            <IconHistory size={18} aria-hidden />
            Activity
          </Link>
        )}
        <Link to="/w/$workspace/settings" params={{ workspace: workspace.id }} className={classes.link}>
          <IconSettings size={18} aria-hidden />
          Settings
        </Link>
        <div className={classes.foot}>
          <AccountMenu account={account} onShortcuts={help.open} />
        </div>
      </AppShell.Navbar>
      <AppShell.Main id="main" ref={main} tabIndex={-1} className={classes.main}>
        <div className={classes.content}>{children}</div>
      </AppShell.Main>
      {CommandPalette && <CommandPalette onClose={search.close} onShortcuts={help.open} />}
      {ShortcutsDialog && <ShortcutsDialog onClose={help.close} />}
    </AppShell>
  )
}
