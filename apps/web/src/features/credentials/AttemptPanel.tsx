import type { Credential } from '@stepkey/shared/credential'
import type { FieldDescription } from '@stepkey/shared/schema'
import { ErrorText } from '../../ui/feedback/ErrorText.tsx'
import { LiveRegion } from '../../ui/feedback/LiveRegion.tsx'
import { OtherAccountPanel, RefusedPanel } from '../consents/ConsentOutcome.tsx'
import { ConsentPendingPanel } from '../consents/ConsentPendingPanel.tsx'
import { ImpactPanel } from './ImpactPanel.tsx'
import { StalePanel } from './StalePanel.tsx'
import type { Attempt } from './useAttempt.ts'
import { VerificationPanel, VerifyingPanel } from './VerificationPanel.tsx'

interface AttemptPanelProps {
  attempt: Attempt
  base: Credential | undefined
  fields: readonly FieldDescription[]
  onStop(): void
  onLeave(): void
  onOverwrite(latest: Credential): void
  onLoad(latest: Credential): void
  onUseOther(): void
  onSaveAnyway(): void
  onDismiss(): void
  onConnectAgain?(): void
  onForgetConsent(): void
}

/** Shows the state of an attempt: its progress, what the user has to do, and its result. */
export function AttemptPanel(props: AttemptPanelProps) {
  const isAlert = isAlerting(props.attempt)
  return (
    <>
      <LiveRegion>{!isAlert && <Panel {...props} />}</LiveRegion>
      {isAlert && <Panel {...props} />}
    </>
  )
}

/** Returns whether the result needs attention and is announced as an alert. */
function isAlerting(attempt: Attempt): boolean {
  switch (attempt.state) {
    case 'refused':
      return attempt.refusal.reason === 'failed'
    case 'found':
      return attempt.verification.outcome !== 'verified'
    default:
      return ['other_account', 'breaks', 'stale', 'failed'].includes(attempt.state)
  }
}

function Panel(props: AttemptPanelProps) {
  const { attempt, base, fields } = props
  switch (attempt.state) {
    case 'running':
      return <VerifyingPanel key={attempt.progress} progress={attempt.progress} onCancel={props.onStop} />
    case 'waiting':
      return <ConsentPendingPanel pending={attempt.pending} onCancel={props.onStop} onLeave={props.onLeave} />
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
    case 'breaks':
      return <ImpactPanel steps={attempt.steps} onSave={props.onSaveAnyway} onDismiss={props.onDismiss} />
    case 'found':
      return <VerificationPanel verification={attempt.verification} notSaved={attempt.saving} />
    case 'stale':
      return (
        base && (
          <StalePanel
            base={base}
            latest={attempt.latest}
            fields={fields}
            onOverwrite={() => props.onOverwrite(attempt.latest)}
            onLoad={() => props.onLoad(attempt.latest)}
          />
        )
      )
    case 'failed':
      return <ErrorText>{attempt.message}</ErrorText>
    default:
      return null
  }
}
