import { Box } from '@mantine/core'
import { preloadable, usePreloadable } from '../../ui/loading/preloadable.ts'
import classes from './ComponentIcon.module.css'
import type { IconProps } from './icons.tsx'

const sign = preloadable(() => import('./icons.tsx'))

interface ComponentIconProps {
  component: { title: string; icon?: string }
  size?: number
}

/** A component's sign: its brand, a glyph of ours, or the first letter of its title in a colour of its own. */
export function ComponentIcon({ component: { title, icon }, size = 40 }: ComponentIconProps) {
  const letter = title.slice(0, 1).toUpperCase()
  return (
    <Box
      className={classes.tile}
      w={size}
      h={size}
      style={{ fontSize: size * 0.45, color: colourOf(title) }}
      aria-hidden
    >
      {icon ? (
        <OwnSign icon={icon} size={Math.round(size * 0.55)}>
          {letter}
        </OwnSign>
      ) : (
        letter
      )}
    </Box>
  )
}

function OwnSign({ children, ...props }: IconProps) {
  const { Component: Sign, error } = usePreloadable(sign)
  if (Sign) return <Sign {...props}>{children}</Sign>
  return error ? children : undefined
}

/** Dark enough on white to be read, and the same for the same title everywhere. */
const COLOURS = ['#853470', '#0f6b74', '#4453b8', '#9a3412', '#3f6212', '#6d28d9', '#0b5c9c', '#a11043']

function colourOf(title: string): string | undefined {
  let sum = 0
  for (const sign of title) sum = (sum * 31 + (sign.codePointAt(0) ?? 0)) % 9973
  return COLOURS[sum % COLOURS.length]
}
