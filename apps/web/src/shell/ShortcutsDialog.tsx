import { Group, Stack, Text, Title } from '@mantine/core'
import { Fragment } from 'react'
import { CancelButton } from '../ui/dialog/CancelButton.tsx'
import { Dialog } from '../ui/dialog/Dialog.tsx'
import { keyLabel, SHORTCUT_GROUPS } from '../ui/keyboard/shortcuts.ts'
import classes from './ShortcutsDialog.module.css'

/** Lists the keyboard shortcuts. */
export default function ShortcutsDialog({ onClose }: { onClose(): void }) {
  return (
    <Dialog title="Keyboard shortcuts" onClose={onClose}>
      <Stack gap="lg">
        {SHORTCUT_GROUPS.map(({ title, shortcuts }) => (
          <section key={title} aria-label={title}>
            <Title order={3} size="h5" mb="xs">
              {title}
            </Title>
            <dl className={classes.list}>
              {shortcuts.map(({ does, keys }) => (
                <div key={does} className={classes.shortcut}>
                  <Text component="dt" size="sm">
                    {does}
                  </Text>
                  <Group component="dd" gap={4} wrap="nowrap" m={0}>
                    {keys.map((combination) => (
                      <Fragment key={combination.join(' ')}>
                        {combination.map((key) => (
                          <kbd key={key} className={classes.key}>
                            {keyLabel(key)}
                          </kbd>
                        ))}
                      </Fragment>
                    ))}
                  </Group>
                </div>
              ))}
            </dl>
          </section>
        ))}
        <Group justify="flex-end">
          <CancelButton isFirst>Close</CancelButton>
        </Group>
      </Stack>
    </Dialog>
  )
}
