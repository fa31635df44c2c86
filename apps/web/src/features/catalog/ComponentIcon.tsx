import { Box } from '@mantine/core'
import { preloadable, usePreloadable } from '../../ui/loading/preloadable.ts'
import classes from './ComponentIcon.module.css'
import type { IconProps } from './icons.tsx'
import { monogramOf } from './monogram.ts'

const icons = preloadable(() => import('./icons.tsx'))

interface ComponentIconProps {
  component: { title: string; icon?: string }
  size?: number
}

/** Shows the icon of a component: a brand logo, a generic glyph, or two letters of its title. */
export function ComponentIcon({ component: { title, icon }, size = 40 }: ComponentIconProps) {
  const monogram = monogramOf(title)
  return (
    <Box
      component="span"
      className={classes.tile}
      w={size}
      h={size}
      style={{ fontSize: size * 0.4, color: colourOf(title) }}
      aria-hidden
    >
      {icon && /^(?:data:image\/|https?:)/.test(icon) ? (
        <img src={icon} alt="" width={Math.round(size * 0.55)} height={Math.round(size * 0.55)} />
      ) : icon ? (
        <NamedIcon icon={icon} size={Math.round(size * 0.55)}>
          {monogram}
        </NamedIcon>
      ) : (
        monogram
      )}
    </Box>
  )
}

function NamedIcon({ children, ...props }: IconProps) {
  const { Component: Icon, error } = usePreloadable(icons)
  if (Icon) return <Icon {...props}>{children}</Icon>
  return error ? children : undefined
}

/** Each has enough contrast on white. The title decides which one is used. */
const COLOURS = ['#853470', '#0f6b74', '#4453b8', '#9a3412', '#3f6212', '#6d28d9', '#0b5c9c', '#a11043']

function colourOf(title: string): string | undefined {
  let sum = 0
  for (const character of title) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 9973
  return COLOURS[sum % COLOURS.length]
}
