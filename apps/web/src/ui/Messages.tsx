import '@mantine/notifications/styles.css'
import { Notifications } from '@mantine/notifications'

/** Where messages appear. What is said before this is loaded is shown then. */
export default function Messages() {
  return <Notifications position="bottom-right" />
}
