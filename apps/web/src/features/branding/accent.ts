import type { MantineColorsTuple } from '@mantine/core'

type Rgb = readonly [number, number, number]

const WHITE: Rgb = [255, 255, 255]
const BLACK: Rgb = [0, 0, 0]
/** The contrast that WCAG AA requires for text. */
const BUTTON_CONTRAST = 4.5
/** Slightly more, because text also appears on surfaces that are not pure white or black. */
const TEXT_CONTRAST = 5.2
/** The lightest surface in dark mode that has text in the accent colour. */
const DARK_SURFACE: Rgb = [0x25, 0x22, 0x2c]

/**
 * Returns ten shades of an accent colour, from nearly white to nearly black. For every colour, white text is readable on
 * the seventh and later shades, and text in the fourth and fifth shades is readable in dark mode.
 */
export function accentShades(hex: string): MantineColorsTuple {
  const accent = parse(hex)
  const filled = mixUntil(accent, BLACK, (shade) => contrast(shade, WHITE) >= TEXT_CONTRAST)
  const bright = mixUntil(accent, WHITE, (shade) => contrast(shade, DARK_SURFACE) >= TEXT_CONTRAST)
  const lighter = mix(filled, WHITE, 0.08)
  const tint = (share: number) => mix(bright, WHITE, share)
  const shades = [
    tint(0.92),
    tint(0.82),
    tint(0.62),
    tint(0.35),
    bright,
    mix(filled, bright, 0.4),
    contrast(lighter, WHITE) >= BUTTON_CONTRAST ? lighter : filled,
    filled,
    mix(filled, BLACK, 0.2),
    mix(filled, BLACK, 0.4),
  ]
  return shades.map(format) as unknown as MantineColorsTuple
}

/** Returns the WCAG contrast ratio of two colours, from 1 to 21. */
export function contrast(first: Rgb, second: Rgb): number {
  const [light, dark] = [luminance(first), luminance(second)].sort((a, b) => b - a) as [number, number]
  return (light + 0.05) / (dark + 0.05)
}

/** Parses `#rrggbb`. */
export function parse(hex: string): Rgb {
  const value = Number.parseInt(hex.slice(1), 16)
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255]
}

const format = (colour: Rgb) =>
  `#${colour.map((part) => Math.round(part).toString(16).padStart(2, '0')).join('')}`

function mixUntil(from: Rgb, towards: Rgb, isEnough: (shade: Rgb) => boolean): Rgb {
  for (let share = 0; share < 1; share += 0.02) {
    const shade = mix(from, towards, share)
    if (isEnough(shade)) return shade
  }
  return towards
}

const mix = (from: Rgb, to: Rgb, share: number): Rgb =>
  from.map((part, index) => part + ((to[index] as number) - part) * share) as unknown as Rgb

function luminance(colour: Rgb): number {
  const [red, green, blue] = colour.map((part) => {
    const share = part / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  }) as [number, number, number]
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
