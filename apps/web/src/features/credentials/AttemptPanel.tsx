import type { Credential } from '@stepkey/shared/credential'
import type { FieldDescription } from '@stepkey/shared/schema'
import { ErrorText } from '../../ui/feedback/ErrorText.tsx'
import { LiveRegion } from '../../ui/feedback/LiveRegion.tsx'
import { OtherAccountPanel, RefusedPanel } from './ConsentOutcome.tsx'
import { ConsentPendingPanel } from './ConsentPendingPanel.tsx'
import { StalePanel } from './StalePanel.tsx'
import type { Attempt } from './useAttempt.ts'
import { VerificationPanel, VerifyingPanel } from './VerificationPanel.tsx'

interface AttemptPanelProps {
  attempt: Attempt
  base: Credential | undefined
  fields: readonly FieldDescription[]
  onStop(): void
  onOverwrite(theirs: Credential): void
  onLoad(theirs: Credential): void
  onUseOther(): void
  onConnectAgain(): void
  onForgetConsent(): void
}

/** How an attempt stands: what is being asked, what has to be done, what came of it. */
export function AttemptPanel(props: AttemptPanelProps) {
  const isAlert = isAlerting(props.attempt)
  return (
    <>
      <LiveRegion>{!isAlert && <Panel {...props} />}</LiveRegion>
      {isAlert && <Panel {...props} />}
    </>
  )
}

/** It came to something else than was hoped for. */
function isAlerting(attempt: Attempt): boolean {
  switch (attempt.state) {
    case 'refused':
      return attempt.refusal.reason === 'failed'
    case 'found':
      return attempt.verification.outcome !== 'verified'
    default:
      return ['other_account', 'stale', 'failed'].includes(attempt.state)
  }
}

function Panel(props: AttemptPanelProps) {
  const { attempt, base, fields } = props
  switch (attempt.state) {
    case 'running':
      return <VerifyingPanel key={attempt.asking} asking={attempt.asking} onCancel={props.onStop} />
    case 'away':
      return <ConsentPendingPanel awaited={attempt.awaited} onCancel={props.onStop} />
    case 'refused':
      return <RefusedPanel refusal={attempt.refusal} />
    case 'other_account':
      return (
        <OtherAccountPanel
          before={attempt.before}
          now={attempt.now}
          onUse={props.onUseOther}
          onConnectAgain={props.onConnectAgain}
          onKeep={props.onForgetConsent}
        />
      )
    case 'found':
      return <VerificationPanel verification={attempt.verification} notSaved={attempt.saving} />
    case 'stale':
      return (
        base && (
          <StalePanel
            base={base}
            theirs={attempt.theirs}
            fields={fields}
            onOverwrite={() => props.onOverwrite(attempt.theirs)}
            onLoad={() => props.onLoad(attempt.theirs)}
          />
        )
      )
    case 'failed':
      return <ErrorText>{attempt.message}</ErrorText>
    default:
      return null
  }
}
