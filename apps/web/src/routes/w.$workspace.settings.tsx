import { createFileRoute, Outlet } from '@tanstack/react-router'
import { SettingsPage } from '../features/settings/SettingsPage.tsx'

export const Route = createFileRoute('/w/$workspace/settings')({
  component: () => (
    <SettingsPage>
      <Outlet />
    </SettingsPage>
  ),
})
