import { Button, Stack, Text } from '@mantine/core'
import type { RequestRedeemed } from '@stepkey/shared/credential-request'
import { useRouteContext } from '@tanstack/react-router'
import { useState } from 'react'
import { codeOf } from '../../api/api.ts'
import { Day } from '../../ui/time/Day.tsx'
import { SignedOutPage } from '../accounts/SignedOutPage.tsx'
import { PickerForToken } from '../embed/PickerForToken.tsx'
import { InvalidRequestLink } from './InvalidRequestLink.tsx'
import { forgetRequestToken } from './requestToken.ts'

interface HandingOverProps {
  request: RequestRedeemed
  secret: string
  /** The title of its component. */
  title: string
}

/** Who asks for what, and the form to hand it over with. */
export function ProvideCredential({ request, secret, title }: HandingOverProps) {
  const { visitor } = useRouteContext({ from: '__root__' })
  const [token, setToken] = useState(request.token)
  const [state, setState] = useState<'filling_in' | 'stopped' | 'done' | 'unusable'>('filling_in')
  const who = request.askedBy ?? 'Somebody'

  /** A token works for a while only. The link gives another one, as long as it works itself. */
  async function renew() {
    try {
      setToken((await visitor.client.requests.redeem.mutate({ secret })).token)
    } catch (error) {
      if (codeOf(error) !== 'not_found') throw error
      forgetRequestToken()
      setState('unusable')
    }
  }

  if (state === 'unusable') return <InvalidRequestLink hadLink />
  if (state === 'done') {
    return (
      <SignedOutPage title="Handed over" lead="It is sealed in Stepkey, which shows its secrets to nobody.">
        <Text size="sm">
          {who} sees “{request.name}” now and can use it. This link has done its work: you can close the page.
        </Text>
      </SignedOutPage>
    )
  }
  if (state === 'stopped') {
    return (
      <SignedOutPage title="Nothing was handed over" lead="What you typed is gone. Nothing of it was kept.">
        <Stack gap="sm" align="flex-start">
          <Text size="sm">
            The link works until <Day of={request.until} />.
          </Text>
          <Button variant="default" onClick={() => setState('filling_in')}>
            Fill it in after all
          </Button>
        </Stack>
      </SignedOutPage>
    )
  }
  return (
    <SignedOutPage
      title={`${who} asks you for access to ${title}`}
      lead={`It becomes the credential “${request.name}” in Stepkey, in the workspace “${request.workspace}”. It is tried out first, then sealed: Stepkey shows its secrets to nobody. If you don’t know who asks, close this page.`}
      width={560}
    >
      <Stack gap="lg">
        {request.note && (
          <Text
            component="blockquote"
            m={0}
            pl="md"
            style={{
              whiteSpace: 'pre-wrap',
              overflowWrap: 'anywhere',
              borderLeft: '3px solid var(--stepkey-line)',
            }}
          >
            {request.note}
          </Text>
        )}
        <PickerForToken
          url=""
          token={token}
          isBare
          onSelected={() => {}}
          onCreated={() => {
            forgetRequestToken()
            setState('done')
          }}
          onCancelled={() => setState('stopped')}
          onExpired={renew}
        />
      </Stack>
    </SignedOutPage>
  )
}
