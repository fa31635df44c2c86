import { IconChevronDown } from '@tabler/icons-react'
import { ComponentIcon } from '../catalog/ComponentIcon.tsx'
import type { SelectedCredentialState } from '../credential-picker/useSelectedCredential.ts'
import { CredentialStatus } from '../credentials/CredentialStatus.tsx'
import type { DraftStep } from './flowDraft.ts'
import { describeOwnerBinding } from './ownerBinding.ts'
import classes from './StepList.module.css'
import { useSteps } from './stepsContext.ts'

interface StepSummaryProps {
  step: DraftStep
  title: string
  selected: SelectedCredentialState
}

/** Shows a collapsed step: its name, component and credential. Opens it with a click. */
export function StepSummary({ step, title, selected }: StepSummaryProps) {
  const { components, toggle } = useSteps()
  const component = components.find(({ id }) => id === step.componentId)
  return (
    <button
      type="button"
      className={classes.summary}
      data-summary
      aria-expanded={false}
      onClick={() => toggle(step.key, true)}
    >
      {component && <ComponentIcon component={component} size={28} />}
      <span className={classes.summaryText}>
        <span className={classes.summaryName}>
          <bdi>{title}</bdi>
          <span className={classes.summaryComponent}>{component?.title ?? 'No component chosen yet'}</span>
        </span>
        {step.binding === 'owner' ? (
          <span className={classes.summaryCredential}>{describeOwnerBinding(step, component)}</span>
        ) : (
          <SummaryCredential step={step} selected={selected} />
        )}
      </span>
      <IconChevronDown size={16} aria-hidden className={classes.chevron} />
    </button>
  )
}

function SummaryCredential({ step, selected }: Pick<StepSummaryProps, 'step' | 'selected'>) {
  switch (selected.state) {
    case 'found':
      return (
        <span className={classes.summaryCredential}>
          <bdi>{selected.credential.name}</bdi>
          <CredentialStatus credential={selected.credential} />
        </span>
      )
    case 'gone':
      return <span className={classes.summaryCredential}>The chosen credential was deleted.</span>
    case 'none':
      return (
        <span className={classes.summaryCredential}>
          {step.wasDeleted ? 'The chosen credential was deleted.' : 'No credential chosen yet'}
        </span>
      )
    default:
      return <span className={classes.summaryCredential}> </span>
  }
}
