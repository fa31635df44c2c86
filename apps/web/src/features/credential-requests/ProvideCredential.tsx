import { Button, Stack, Text } from '@mantine/core'
import type { RequestRedeemed } from '@stepkey/shared/credential-request'
import { useRouteContext } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { codeOf } from '../../api/api.ts'
import { isolated } from '../../ui/text/isolated.ts'
import { Day } from '../../ui/time/Day.tsx'
import { SignedOutPage } from '../accounts/SignedOutPage.tsx'
import { PickerForToken } from '../embedded-picker/PickerForToken.tsx'
import { InvalidRequestLink } from './InvalidRequestLink.tsx'
import { requestSecret } from './requestSecret.ts'

interface ProvideCredentialProps {
  request: RequestRedeemed
  secret: string
  /** The title of its component. */
  title: string
}

/** Shows a credential request and the form to provide the credential. */
export function ProvideCredential({ request, secret, title }: ProvideCredentialProps) {
  const t = useTranslations()
  const { visitor } = useRouteContext({ from: '__root__' })
  const [token, setToken] = useState(request.token)
  const [state, setState] = useState<'filling_in' | 'stopped' | 'done' | 'unusable'>('filling_in')
  const requester = request.askedBy ?? t('request.aUser')

  /** Replaces the short-lived connect token; the secret of the link gives a new one while the link is valid. */
  async function renewToken() {
    try {
      setToken((await visitor.client.requests.redeem.mutate({ secret })).token)
    } catch (error) {
      if (codeOf(error) !== 'not_found') throw error
      requestSecret.forget()
      setState('unusable')
    }
  }

  if (state === 'unusable') return <InvalidRequestLink hadLink />
  if (state === 'done') {
    return (
      <SignedOutPage
        title={t('request.stored')}
        lead={t('request.storedLead', { workspace: isolated(request.workspace) })}
      >
        <Text size="sm">
          {t.rich('request.storedText', {
            requester,
            name: request.name,
            bdi: (text) => <bdi>{text}</bdi>,
          })}
        </Text>
      </SignedOutPage>
    )
  }
  if (state === 'stopped') {
    return (
      <SignedOutPage title={t('link.nothingStored')} lead={t('link.discarded')}>
        <Stack gap="sm" align="flex-start">
          <Text size="sm">{t.rich('link.validUntil', { day: () => <Day of={request.until} /> })}</Text>
          <Button variant="default" onClick={() => setState('filling_in')}>
            {t('common.continue')}
          </Button>
        </Stack>
      </SignedOutPage>
    )
  }
  return (
    <SignedOutPage
      title={t('request.title', { requester: isolated(requester), component: title })}
      lead={t('request.lead', { name: isolated(request.name), workspace: isolated(request.workspace) })}
      width={560}
    >
      <Stack gap="lg">
        <Text size="sm">
          {request.askedByEmail
            ? t('request.address', { address: request.askedByEmail })
            : t('request.byProgram')}{' '}
          {t('request.onlyIfExpected')}
        </Text>
        {request.note && (
          <Text
            component="blockquote"
            dir="auto"
            m={0}
            ps="md"
            style={{
              whiteSpace: 'pre-wrap',
              overflowWrap: 'anywhere',
              borderInlineStart: '3px solid var(--stepkey-line)',
            }}
          >
            {request.note}
          </Text>
        )}
        <PickerForToken
          url=""
          token={token}
          isBare
          locale={request.locale}
          onSelected={() => {}}
          onReconnected={() => {}}
          onCreated={() => {
            requestSecret.forget()
            setState('done')
          }}
          onCancelled={() => setState('stopped')}
          onExpired={renewToken}
        />
      </Stack>
    </SignedOutPage>
  )
}
