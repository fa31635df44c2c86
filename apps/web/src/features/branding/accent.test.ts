import { describe, expect, it } from 'vitest'
import { accentShades, contrast, parse } from './accent.ts'

describe('accentShades', () => {
  const colours = [
    '#000000',
    '#ffffff',
    '#ffff00',
    '#00ff00',
    '#0000ff',
    '#808080',
    '#1a73e8',
    '#ff5500',
    '#853470',
  ]

  it.each(colours)('returns shades with enough contrast for %s', (accent) => {
    const shades = accentShades(accent).map(parse)
    const ratio = (shade: number, other: string) => contrast(shades[shade] as never, parse(other))
    // Buttons with white text, in light and dark mode.
    for (const shade of [6, 7]) expect(ratio(shade, '#ffffff')).toBeGreaterThanOrEqual(4.5)
    // Links and tinted text, on the canvas and on their own tint.
    expect(ratio(7, '#faf8fa')).toBeGreaterThanOrEqual(4.5)
    expect(ratio(7, accentShades(accent)[0])).toBeGreaterThanOrEqual(4.5)
    for (const shade of [3, 4]) expect(ratio(shade, '#25222c')).toBeGreaterThanOrEqual(4.5)
  })

  it('keeps a colour that has enough contrast', () => {
    expect(accentShades('#853470')[7]).toBe('#853470')
  })
})
