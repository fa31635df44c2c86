import { Stack, Text, Title } from '@mantine/core'
import { useEffect, useState } from 'react'
import { PageTitle } from '../../ui/layout/PageTitle.tsx'
import { StandalonePage } from '../../ui/layout/StandalonePage.tsx'
import { publishOAuthReturn } from './oauthReturn.ts'

const texts = {
  delivering: { title: 'One moment…', text: 'Stepkey is completing the connection.' },
  received: { title: 'You can close this window', text: 'Stepkey continues on the page that you came from.' },
  unclaimed: {
    title: 'The connection was not completed',
    text: 'The page that requested access is closed. Go back to Stepkey and connect again. You can close this window.',
  },
}

/** Passes the parameters of the OAuth redirect to the page that waits for them, and closes the window. */
export function OAuthReturnPage({ params }: { params: Record<string, string> }) {
  const [state, setState] = useState<keyof typeof texts>('delivering')
  useEffect(
    () =>
      publishOAuthReturn(params, {
        onReceived: () => {
          setState('received')
          window.close()
        },
        onUnclaimed: () => setState('unclaimed'),
      }),
    [params],
  )
  const { title, text } = texts[state]
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
