import { Stack, Text, Title } from '@mantine/core'
import { createFileRoute } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { brought } from '../credentials/brought.ts'
import { handOver } from '../credentials/wayBack.ts'
import { BarePage } from '../ui/BarePage.tsx'
import { PageTitle } from '../ui/PageTitle.tsx'

/** Where a vendor sends people back to. Hands over what they bring to the page that waits for it, and closes. */
export const Route = createFileRoute('/oauth/callback')({
  // Here, not in the component: that is loaded when the address has been read already.
  beforeLoad: () => ({ brought }),
  component: CallbackPage,
})

const words = {
  handing: { title: 'One moment…', text: 'What you agreed to is handed over to Stepkey.' },
  taken: { title: 'You are back', text: 'Stepkey goes on where you came from. You can close this window.' },
  late: {
    title: 'Nobody waits for this any more',
    text: 'The page that asked for access is gone. Go back to Stepkey and connect once more; you can close this window.',
  },
}

function CallbackPage() {
  const { brought } = Route.useRouteContext()
  const [state, setState] = useState<keyof typeof words>('handing')
  useEffect(
    () =>
      handOver(brought, {
        onTaken: () => {
          setState('taken')
          window.close()
        },
        onLate: () => setState('late'),
      }),
    [brought],
  )
  const { title, text } = words[state]
  return (
    <BarePage>
      <PageTitle>{title}</PageTitle>
      <Stack gap="xs" role="status">
        <Title order={1}>{title}</Title>
        <Text c="dimmed">{text}</Text>
      </Stack>
    </BarePage>
  )
}
