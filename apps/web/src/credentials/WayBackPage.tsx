import { Stack, Text, Title } from '@mantine/core'
import { useEffect, useState } from 'react'
import { BarePage } from '../ui/BarePage.tsx'
import { PageTitle } from '../ui/PageTitle.tsx'
import { handOver } from './wayBack.ts'

const words = {
  handing: { title: 'One moment…', text: 'What you agreed to is handed over to Stepkey.' },
  taken: { title: 'You are back', text: 'Stepkey goes on where you came from. You can close this window.' },
  late: {
    title: 'Nobody waits for this any more',
    text: 'The page that asked for access is gone. Go back to Stepkey and connect once more; you can close this window.',
  },
}

/** Hands over what a vendor sent to the page that waits for it, and closes. */
export function WayBackPage({ brought }: { brought: Record<string, string> }) {
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
