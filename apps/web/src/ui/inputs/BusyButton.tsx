import { Button, type ButtonProps } from '@mantine/core'
import type { ComponentProps } from 'react'

interface BusyButtonProps extends ButtonProps, Omit<ComponentProps<'button'>, keyof ButtonProps> {
  isWaiting: boolean
  'data-autofocus'?: boolean
}

/** A button that ignores clicks while waiting. Not `loading` or `disabled`, which would lose the focus. */
export function BusyButton({ isWaiting, onClick, ...button }: BusyButtonProps) {
  return (
    <Button
      {...button}
      data-disabled={isWaiting || undefined}
      aria-disabled={isWaiting || undefined}
      onClick={(event) => (isWaiting ? event.preventDefault() : onClick?.(event))}
    />
  )
}
