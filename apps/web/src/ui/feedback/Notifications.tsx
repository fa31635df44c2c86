import '@mantine/notifications/styles.css'
import { Notifications as MantineNotifications } from '@mantine/notifications'

/** Where messages appear. What is said before this is loaded is shown then. */
export default function Notifications() {
  return <MantineNotifications position="bottom-right" />
}
