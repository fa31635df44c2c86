import type { CSSVariablesResolver } from '@mantine/core'

/** Raises the contrast of Mantine's dimmed text, placeholders and errors to WCAG AA. `canvas` is the page background. */
export const cssVariablesResolver: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-plum-light-color': 'var(--mantine-color-plum-7)',
    '--mantine-color-leaf-light-color': 'var(--mantine-color-leaf-8)',
    '--mantine-color-red-light-color': 'var(--mantine-color-red-7)',
    '--mantine-color-amber-light-color': 'var(--mantine-color-amber-7)',
    '--mantine-color-text': '#1d1923',
    '--mantine-color-dimmed': '#625c6d',
    '--mantine-color-placeholder': '#756f80',
    '--mantine-color-error': 'var(--mantine-color-red-7)',
    '--stepkey-canvas': '#faf8fa',
    '--stepkey-surface': '#ffffff',
    '--stepkey-hover': '#f6f1f5',
    '--stepkey-line': '#e8e3e9',
    '--stepkey-good': 'var(--mantine-color-leaf-7)',
    '--stepkey-warn': 'var(--mantine-color-amber-7)',
    '--stepkey-bad': 'var(--mantine-color-red-7)',
  },
  dark: {
    ...tint('plum'),
    ...tint('leaf'),
    ...tint('red'),
    ...tint('amber'),
    ...tint('gray'),
    '--mantine-color-dimmed': '#a7a2b3',
    '--mantine-color-placeholder': '#918b9e',
    '--mantine-color-error': '#ff9a92',
    '--stepkey-canvas': 'var(--mantine-color-dark-8)',
    '--stepkey-surface': 'var(--mantine-color-dark-7)',
    '--stepkey-hover': 'var(--mantine-color-dark-6)',
    '--stepkey-line': '#35313d',
    '--stepkey-good': 'var(--mantine-color-leaf-3)',
    '--stepkey-warn': 'var(--mantine-color-amber-3)',
    '--stepkey-bad': '#ff9a92',
  },
})

/** Gives tinted surfaces a visible colour in dark mode; Mantine's are nearly black with white text. */
function tint(colour: string): Record<string, string> {
  const surface = `--mantine-color-${colour}-light`
  const base = `var(--mantine-color-${colour}-5)`
  return {
    [surface]: `color-mix(in srgb, ${base} 16%, transparent)`,
    [`${surface}-hover`]: `color-mix(in srgb, ${base} 24%, transparent)`,
    [`${surface}-color`]: `var(--mantine-color-${colour}-3)`,
  }
}
