import { Button, type ButtonProps } from '@mantine/core'
import type { ComponentProps } from 'react'

interface WaitingButtonProps extends ButtonProps, Omit<ComponentProps<'button'>, keyof ButtonProps> {
  isWaiting: boolean
  'data-autofocus'?: boolean
}

/** A button that can't be pressed for a while. Neither `loading` nor `disabled`: the focus would get lost. */
export function BusyButton({ isWaiting, onClick, ...button }: WaitingButtonProps) {
  return (
    <Button
      {...button}
      data-disabled={isWaiting || undefined}
      aria-disabled={isWaiting || undefined}
      onClick={(event) => (isWaiting ? event.preventDefault() : onClick?.(event))}
    />
  )
}
