import { Button, Stack, Text } from '@mantine/core'
import type { RequestRedeemed } from '@stepkey/shared/credential-request'
import { useRouteContext } from '@tanstack/react-router'
import { useState } from 'react'
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
  const { visitor } = useRouteContext({ from: '__root__' })
  const [token, setToken] = useState(request.token)
  const [state, setState] = useState<'filling_in' | 'stopped' | 'done' | 'unusable'>('filling_in')
  const requester = request.askedBy ?? 'A Stepkey user'

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
        title="Credential stored"
        lead={`Stepkey stores it encrypted for the workspace “${isolated(request.workspace)}”.`}
      >
        <Text size="sm">
          <bdi>{requester}</bdi> can now use “<bdi>{request.name}</bdi>”. The link no longer works. You can
          close this page.
        </Text>
      </SignedOutPage>
    )
  }
  if (state === 'stopped') {
    return (
      <SignedOutPage title="Nothing was stored" lead="Your input was discarded.">
        <Stack gap="sm" align="flex-start">
          <Text size="sm">
            The link is valid until <Day of={request.until} />.
          </Text>
          <Button variant="default" onClick={() => setState('filling_in')}>
            Continue
          </Button>
        </Stack>
      </SignedOutPage>
    )
  }
  return (
    <SignedOutPage
      title={`${isolated(requester)} requests a credential for ${title}`}
      lead={`Stepkey verifies it and stores it encrypted as “${isolated(request.name)}”. The members of the workspace “${isolated(request.workspace)}” can use it in their flows, and their flow engines receive its secrets.`}
      width={560}
    >
      <Stack gap="lg">
        <Text size="sm">
          {request.askedByEmail
            ? `The requester’s address is ${request.askedByEmail}. Stepkey has not verified it. `
            : 'A program created this request. '}
          Only continue if you expected this request, and close this page otherwise.
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
