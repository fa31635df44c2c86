import '@mantine/notifications/styles.css'
import { Notifications as MantineNotifications } from '@mantine/notifications'

/** Renders notifications, including those that were sent before this file was loaded. */
export default function Notifications() {
  return <MantineNotifications position="bottom-right" />
}
