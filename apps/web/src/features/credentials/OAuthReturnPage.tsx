import { Stack, Text, Title } from '@mantine/core'
import { useEffect, useState } from 'react'
import { PageTitle } from '../../ui/layout/PageTitle.tsx'
import { StandalonePage } from '../../ui/layout/StandalonePage.tsx'
import { publishOAuthReturn } from './oauthReturn.ts'

const words = {
  handing: { title: 'One moment…', text: 'What you agreed to is handed over to Stepkey.' },
  taken: { title: 'You are back', text: 'Stepkey goes on where you came from. You can close this window.' },
  late: {
    title: 'Nobody waits for this any more',
    text: 'The page that asked for access is gone. Go back to Stepkey and connect once more; you can close this window.',
  },
}

/** Hands over what a vendor sent to the page that waits for it, and closes. */
export function OAuthReturnPage({ params }: { params: Record<string, string> }) {
  const [state, setState] = useState<keyof typeof words>('handing')
  useEffect(
    () =>
      publishOAuthReturn(params, {
        onTaken: () => {
          setState('taken')
          window.close()
        },
        onLate: () => setState('late'),
      }),
    [params],
  )
  const { title, text } = words[state]
  return (
    <StandalonePage>
      <PageTitle>{title}</PageTitle>
      <Stack gap="xs" role="status">
        <Title order={1}>{title}</Title>
        <Text c="dimmed">{text}</Text>
      </Stack>
    </StandalonePage>
  )
}
