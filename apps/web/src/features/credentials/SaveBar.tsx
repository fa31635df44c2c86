import { Button, Group } from '@mantine/core'
import { IconPlugConnected } from '@tabler/icons-react'
import { useTranslations } from 'use-intl'
import { BusyButton } from '../../ui/inputs/BusyButton.tsx'

/** What the submit button does, as the id of its label. */
export type SubmitLabel = 'form.addValue' | `common.${'save' | 'tryAgain' | 'connect' | 'connectAgain'}`

interface SaveBarProps {
  running: boolean
  /** The label of the submit button. */
  submit: SubmitLabel
  /** The id of the text that says why the form can’t be submitted yet. */
  blockedBy?: string
  offerUnverified: boolean
  /** Shows a second button next to Save. */
  onConnectAgain?(): void
  onVerify?(): void
  onSaveUnverified(): void
  onCancel(): void
}

/** Shows the buttons of the form. “Save without verifying” appears only after an inconclusive verification. */
export function SaveBar({
  running,
  submit,
  blockedBy,
  offerUnverified,
  onConnectAgain,
  onVerify,
  onSaveUnverified,
  onCancel,
}: SaveBarProps) {
  const t = useTranslations()
  const plug = <IconPlugConnected size={16} aria-hidden />
  return (
    <Group gap="sm">
      <BusyButton
        type="submit"
        isWaiting={running || blockedBy !== undefined}
        aria-describedby={blockedBy}
        {...(submit.startsWith('common.connect') && { leftSection: plug })}
      >
        {t(submit)}
      </BusyButton>
      {offerUnverified && (
        <Button variant="default" onClick={onSaveUnverified}>
          {t('form.saveUnverified')}
        </Button>
      )}
      {onConnectAgain && (
        <BusyButton variant="default" onClick={onConnectAgain} leftSection={plug} isWaiting={running}>
          {t('common.connectAgain')}
        </BusyButton>
      )}
      {onVerify && (
        <BusyButton variant="default" onClick={onVerify} isWaiting={running}>
          {t('form.verify')}
        </BusyButton>
      )}
      {!running && (
        <Button variant="subtle" color="gray" c="var(--mantine-color-text)" onClick={onCancel}>
          {t('common.cancel')}
        </Button>
      )}
    </Group>
  )
}
