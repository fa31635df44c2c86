import {
  Avatar,
  Button,
  Divider,
  Popover,
  SegmentedControl,
  Stack,
  Text,
  UnstyledButton,
  useMantineColorScheme,
} from '@mantine/core'
import type { Me } from '@stepkey/shared/account'
import { IconBook, IconKeyboard, IconLogout, IconSelector, IconUserCog } from '@tabler/icons-react'
import { useState } from 'react'
import { useSignOut } from '../features/accounts/useSignOut.ts'
import { ButtonLink } from '../ui/layout/links.tsx'
import { useWorkspaceId } from '../workspace/workspaceScope.ts'
import classes from './Shell.module.css'

interface AccountMenuProps {
  account: Me['account']
  /** Shows the keyboard shortcuts. */
  onShortcuts(): void
}

/** Shows the signed-in user, the colour scheme, the help, and sign-out. */
export function AccountMenu({ account, onShortcuts }: AccountMenuProps) {
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const signOut = useSignOut()
  const workspace = useWorkspaceId()
  const [isOpen, setOpen] = useState(false)
  return (
    <Popover
      opened={isOpen}
      onChange={setOpen}
      position="top-start"
      width={248}
      shadow="md"
      radius="lg"
      trapFocus
      withinPortal={false}
    >
      <Popover.Target>
        <UnstyledButton className={classes.person} onClick={() => setOpen((open) => !open)}>
          <Avatar name={account.name} color="plum" size={32} alt="" />
          <Text size="sm" fw={500} truncate flex={1}>
            <bdi>{account.name}</bdi>
          </Text>
          <IconSelector size={16} aria-hidden />
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown aria-label="Account">
        <Stack gap="sm">
          <div>
            <Text size="sm" fw={600} truncate>
              <bdi>{account.name}</bdi>
            </Text>
            <Text size="xs" c="dimmed" truncate>
              {account.email}
            </Text>
          </div>
          <SegmentedControl
            aria-label="Colour scheme"
            fullWidth
            size="xs"
            value={colorScheme}
            onChange={(scheme) => setColorScheme(scheme as typeof colorScheme)}
            data={[
              { value: 'light', label: 'Light' },
              { value: 'dark', label: 'Dark' },
              { value: 'auto', label: 'Auto' },
            ]}
          />
          <Divider />
          <ButtonLink
            to="/w/$workspace/settings/account"
            params={{ workspace }}
            onClick={() => setOpen(false)}
            variant="subtle"
            color="gray"
            c="var(--mantine-color-text)"
            justify="flex-start"
            leftSection={<IconUserCog size={16} aria-hidden />}
          >
            Your account
          </ButtonLink>
          <Button
            component="a"
            href="/docs"
            target="_blank"
            rel="noreferrer"
            variant="subtle"
            color="gray"
            c="var(--mantine-color-text)"
            justify="flex-start"
            leftSection={<IconBook size={16} aria-hidden />}
          >
            Documentation
          </Button>
          <Button
            variant="subtle"
            color="gray"
            c="var(--mantine-color-text)"
            justify="flex-start"
            leftSection={<IconKeyboard size={16} aria-hidden />}
            onClick={() => {
              setOpen(false)
              onShortcuts()
            }}
          >
            Keyboard shortcuts
          </Button>
          <Button
            variant="subtle"
            color="gray"
            c="var(--mantine-color-text)"
            justify="flex-start"
            leftSection={<IconLogout size={16} aria-hidden />}
            onClick={signOut}
          >
            Sign out
          </Button>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  )
}
