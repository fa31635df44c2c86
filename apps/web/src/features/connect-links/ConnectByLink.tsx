import { Button, Stack, Text } from '@mantine/core'
import type { ConnectLinkOpened } from '@stepkey/shared/connect-session'
import { useRouteContext } from '@tanstack/react-router'
import { useState } from 'react'
import { codeOf } from '../../api/api.ts'
import { isolated } from '../../ui/text/isolated.ts'
import { Day } from '../../ui/time/Day.tsx'
import { SignedOutPage } from '../accounts/SignedOutPage.tsx'
import { PickerForToken } from '../embedded-picker/PickerForToken.tsx'
import { connectLinkSecret } from './connectLinkSecret.ts'
import { InvalidConnectLink } from './InvalidConnectLink.tsx'

interface ConnectByLinkProps {
  opened: ConnectLinkOpened
  secret: string
  /** The title of the component, if there is only one. */
  title: string | undefined
}

/** The page of a connect link: the task of its session, for a person without an account. */
export function ConnectByLink({ opened, secret, title = 'an application' }: ConnectByLinkProps) {
  const { visitor } = useRouteContext({ from: '__root__' })
  const [token, setToken] = useState(opened.token)
  const [state, setState] = useState<'working' | 'stopped' | 'done' | 'unusable'>('working')
  const workspace = isolated(opened.workspace)

  /** Replaces the short-lived connect token; the link gives a new one while it is valid. */
  async function renewToken() {
    try {
      setToken((await visitor.client.connectSessions.open.mutate({ secret })).token)
    } catch (error) {
      if (codeOf(error) !== 'not_found') throw error
      connectLinkSecret.forget()
      setState('unusable')
    }
  }

  if (state === 'unusable') return <InvalidConnectLink hadLink />
  if (state !== 'working') {
    return (
      <SignedOutPage
        title={state === 'done' ? 'Connected' : 'Nothing was stored'}
        lead={
          state === 'done'
            ? `Stepkey stores it encrypted for the workspace “${workspace}”. You can close this page.`
            : 'Your input was discarded.'
        }
      >
        <Stack gap="sm" align="flex-start">
          <Text size="sm">
            The link is valid until <Day of={opened.until} />.
          </Text>
          <Button variant="default" onClick={() => setState('working')}>
            {state === 'done' ? 'Back to the start' : 'Continue'}
          </Button>
        </Stack>
      </SignedOutPage>
    )
  }
  const finish = () => setState('done')
  return (
    <SignedOutPage
      title={`Connect ${title} ${opened.actions.includes('reconnect') ? 'again ' : ''}for “${workspace}”`}
      lead="Stepkey verifies what you enter and stores it encrypted. The members of this workspace can use it in their flows, and their flow engines receive its secrets."
      width={560}
    >
      <Stack gap="lg">
        <Text size="sm">Only continue if you expected this link, and close this page otherwise.</Text>
        <PickerForToken
          url=""
          token={token}
          isBare
          onSelected={finish}
          onCreated={finish}
          onReconnected={finish}
          onCancelled={() => setState('stopped')}
          onExpired={renewToken}
        />
      </Stack>
    </SignedOutPage>
  )
}
