import { Avatar, Group, Menu, SegmentedControl, Stack, Text, UnstyledButton, useMantineColorScheme } from '@mantine/core'
import type { Me } from '@stepkey/shared/account'
import { IconLogout, IconSelector } from '@tabler/icons-react'
import { useSignOut } from '../accounts/useSignOut.ts'
import classes from './Shell.module.css'

/** Who is signed in, the colour scheme, and the way out. */
export function PersonMenu({ account }: { account: Me['account'] }) {
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const signOut = useSignOut()
  return (
    <Menu position="top-start" width={240} withinPortal>
      <Menu.Target>
        <UnstyledButton className={classes.person}>
          <Avatar name={account.name} color="initials" size={32} alt="" />
          <Text size="sm" fw={500} truncate flex={1}>
            {account.name}
          </Text>
          <IconSelector size={16} aria-hidden />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Stack gap={0} px="sm" py="xs">
          <Text size="sm" fw={600} truncate>
            {account.name}
          </Text>
          <Text size="xs" c="dimmed" truncate>
            {account.email}
          </Text>
        </Stack>
        <Menu.Divider />
        <Group px="sm" py="xs">
          <SegmentedControl
            aria-label="Colour scheme"
            fullWidth
            w="100%"
            size="xs"
            value={colorScheme}
            onChange={(scheme) => setColorScheme(scheme as typeof colorScheme)}
            data={[
              { value: 'light', label: 'Light' },
              { value: 'dark', label: 'Dark' },
              { value: 'auto', label: 'Auto' },
            ]}
          />
        </Group>
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={16} aria-hidden />} onClick={signOut}>
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
