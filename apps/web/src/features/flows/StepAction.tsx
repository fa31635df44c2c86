import type { ComponentProps } from 'react'
import classes from './StepAction.module.css'

interface StepActionProps extends ComponentProps<'button'> {
  label: string
}

/** A small button of a step. Not Mantine's ActionIcon: a flow of 100 steps has 300 of them, whose styles take a long time. */
export function StepAction({ label, ...button }: StepActionProps) {
  return <button type="button" className={classes.action} aria-label={label} title={label} {...button} />
}
