import type { MantineColorsTuple } from '@mantine/core'

type Rgb = readonly [number, number, number]

const WHITE: Rgb = [255, 255, 255]
const BLACK: Rgb = [0, 0, 0]
/** What WCAG AA asks of text. */
const ON_BUTTONS = 4.5
/** A little more: text also stands on what is nearly white or nearly black. */
const READABLE = 5.2
/** The lightest surface of the dark look that text in the accent's colour stands on. */
const DARK_SURFACE: Rgb = [0x25, 0x22, 0x2c]

/**
 * The ten shades of an accent, from nearly white to nearly black. Whatever colour it is: white text can be read on those
 * from the seventh on, and in the dark the fourth and fifth can be read themselves.
 */
export function accentShades(hex: string): MantineColorsTuple {
  const accent = parse(hex)
  const filled = until(accent, BLACK, (shade) => contrast(shade, WHITE) >= READABLE)
  const bright = until(accent, WHITE, (shade) => contrast(shade, DARK_SURFACE) >= READABLE)
  const lighter = mix(filled, WHITE, 0.08)
  const tint = (share: number) => mix(bright, WHITE, share)
  const shades = [
    tint(0.92),
    tint(0.82),
    tint(0.62),
    tint(0.35),
    bright,
    mix(filled, bright, 0.4),
    contrast(lighter, WHITE) >= ON_BUTTONS ? lighter : filled,
    filled,
    mix(filled, BLACK, 0.2),
    mix(filled, BLACK, 0.4),
  ]
  return shades.map(format) as unknown as MantineColorsTuple
}

/** How well one can be told from the other, from 1 to 21, as WCAG has it. */
export function contrast(one: Rgb, other: Rgb): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number]
  return (light + 0.05) / (dark + 0.05)
}

export function parse(hex: string): Rgb {
  const value = Number.parseInt(hex.slice(1), 16)
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255]
}

const format = (colour: Rgb) =>
  `#${colour.map((part) => Math.round(part).toString(16).padStart(2, '0')).join('')}`

function until(from: Rgb, towards: Rgb, isEnough: (shade: Rgb) => boolean): Rgb {
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
