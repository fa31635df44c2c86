import { Stack, Title } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useWorkspace } from '../../workspace/workspaceScope.ts'
import classes from './SettingsPage.module.css'
import { sectionsFor } from './sections.ts'

/** Frames the pages of settings with their title and navigation. */
export function SettingsPage({ children }: { children: ReactNode }) {
  const workspace = useWorkspace()
  return (
    <Stack gap="xl" maw={820}>
      <Stack gap="md">
        <Title order={1}>Settings</Title>
        <nav aria-label="Settings" className={classes.sections}>
          {sectionsFor(workspace).map(({ to, title }) => (
            <Link key={to} to={to} params={{ workspace: workspace.id }} className={classes.section}>
              {title}
            </Link>
          ))}
        </nav>
      </Stack>
      {children}
    </Stack>
  )
}
