import { Button } from '@mantine/core'
import { useState } from 'react'
import { type Api, sentenceOf } from '../../api/api.ts'
import { ErrorText } from '../../ui/feedback/ErrorText.tsx'
import { ConsentWindowPage } from './ConsentWindowPage.tsx'
import { type Obstacle, startConsent } from './startConsent.ts'

interface StartConsentPageProps {
  visitor: Api
  obstacle: Obstacle
}

/** Says why the window can’t go on to the page of the provider. */
export function StartConsentPage({ visitor, obstacle }: StartConsentPageProps) {
  const [shown, setShown] = useState(obstacle)
  const [problem, setProblem] = useState<string>()
  const [isBusy, setBusy] = useState(false)

  async function confirm() {
    setBusy(true)
    setProblem(undefined)
    await startConsent(visitor, true).then(setShown, (error) => setProblem(sentenceOf(error)))
    setBusy(false)
  }

  if (shown === 'unconfirmed') {
    return (
      <ConsentWindowPage
        title="Did you start this connection?"
        action={
          <>
            <Button onClick={confirm} loading={isBusy}>
              Continue
            </Button>
            {problem && <ErrorText>{problem}</ErrorText>}
          </>
        }
      >
        Continue only if you chose to connect an account on a page a moment ago. If you followed a link in a
        message or a comment, close this window: its author would get access to your account.
      </ConsentWindowPage>
    )
  }
  return shown === 'elsewhere' ? (
    <ConsentWindowPage title="This window can’t continue">
      It must be opened on the page on which you chose to connect. Go back to that page and connect again. If
      you received this address in a message, close this window: its sender would get access to your account.
    </ConsentWindowPage>
  ) : (
    <ConsentWindowPage title="The connection has ended">
      This address was used before, or too late. Go back to the page that you came from, and connect again.
      You can close this window.
    </ConsentWindowPage>
  )
}
