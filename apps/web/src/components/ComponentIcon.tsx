import { Box } from '@mantine/core'
import { IconApi, IconMail, IconPaw } from '@tabler/icons-react'
import { siGithub, siPostgresql, siZendesk } from 'simple-icons'
import classes from './ComponentIcon.module.css'

const brands = { github: siGithub, postgresql: siPostgresql, zendesk: siZendesk }
const glyphs = {
  petstore: { Glyph: IconPaw, colour: '#b45309' },
  http: { Glyph: IconApi, colour: '#0f6b74' },
  smtp: { Glyph: IconMail, colour: '#4453b8' },
}

interface ComponentIconProps {
  component: { title: string; icon?: string }
  size?: number
}

/** A component's sign: its brand, a glyph of ours, or the first letter of its title. */
export function ComponentIcon({ component: { title, icon = '' }, size = 40 }: ComponentIconProps) {
  return (
    <Box className={classes.tile} w={size} h={size} style={{ fontSize: size * 0.45 }} aria-hidden>
      <Sign title={title} icon={icon} size={Math.round(size * 0.55)} />
    </Box>
  )
}

function Sign({ title, icon, size }: { title: string; icon: string; size: number }) {
  if (icon in brands) {
    const { path, hex } = brands[icon as keyof typeof brands]
    return (
      <svg viewBox="0 0 24 24" width={size} height={size} fill={`#${hex}`} aria-hidden="true">
        <path d={path} />
      </svg>
    )
  }
  if (icon in glyphs) {
    const { Glyph, colour } = glyphs[icon as keyof typeof glyphs]
    return <Glyph size={size * 1.15} color={colour} stroke={1.7} />
  }
  return title.slice(0, 1).toUpperCase()
}
