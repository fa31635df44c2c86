import { Button, Stack, Text } from '@mantine/core'
import type { ConnectLinkOpened } from '@stepkey/shared/connect-session'
import { useRouteContext } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
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
export function ConnectByLink({ opened, secret, title }: ConnectByLinkProps) {
  const t = useTranslations('link')
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
        title={t(state === 'done' ? 'connected' : 'nothingStored')}
        lead={state === 'done' ? t('storedFor', { workspace }) : t('discarded')}
      >
        <Stack gap="sm" align="flex-start">
          <Text size="sm">{t.rich('validUntil', { day: () => <Day of={opened.until} /> })}</Text>
          <Button variant="default" onClick={() => setState('working')}>
            {t(state === 'done' ? 'backToStart' : 'continueHere')}
          </Button>
        </Stack>
      </SignedOutPage>
    )
  }
  const finish = () => setState('done')
  return (
    <SignedOutPage
      title={
        title === undefined
          ? t('titleAny', { workspace })
          : t(opened.actions.includes('reconnect') ? 'titleAgain' : 'title', { component: title, workspace })
      }
      lead={t('lead')}
      width={560}
    >
      <Stack gap="lg">
        <Text size="sm">{t('onlyIfExpected')}</Text>
        <PickerForToken
          url=""
          token={token}
          isBare
          locale={opened.locale}
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
