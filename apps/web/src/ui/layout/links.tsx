import { Anchor, type AnchorProps, Badge, type BadgeProps, Button, type ButtonProps } from '@mantine/core'
import { createLink } from '@tanstack/react-router'
import type { ComponentProps } from 'react'

type LinkProps<Look> = Look & Omit<ComponentProps<'a'>, keyof Look>

/** A link inside Stepkey that looks like a button: typed like the router's Link. */
export const ButtonLink = createLink((props: LinkProps<ButtonProps>) => <Button component="a" {...props} />)

/** A link inside Stepkey that looks like a chip. */
export const ChipLink = createLink((props: LinkProps<BadgeProps>) => (
  <Badge component="a" variant="default" size="lg" tt="none" fw={500} {...props} />
))

/** A link inside Stepkey in running text. */
export const TextLink = createLink((props: LinkProps<AnchorProps>) => <Anchor {...props} />)
