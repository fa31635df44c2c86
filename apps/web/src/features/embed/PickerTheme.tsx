import {
  type MantineColorSchemeManager,
  MantineProvider,
  type MantineProviderProps,
  mergeThemeOverrides,
} from '@mantine/core'
import type { EmbedTheme } from '@stepkey/shared/embed-messages'
import { type ReactNode, useMemo } from 'react'
import { cssVariablesResolver } from '../../ui/theme/cssVariables.ts'
import { theme as ours } from '../../ui/theme/theme.ts'
import { accentShades } from './accent.ts'

interface PickerThemeProps
  extends Pick<MantineProviderProps, 'getRootElement' | 'cssVariablesSelector' | 'getStyleNonce'> {
  theme: EmbedTheme
  children: ReactNode
}

/** Our own look, as far as whoever embeds the picker doesn't want another one. */
export function PickerTheme({ theme, children, ...where }: PickerThemeProps) {
  const { colorScheme = 'auto', accent, radius, fontFamily } = theme
  const merged = useMemo(
    () =>
      mergeThemeOverrides(ours, {
        ...(accent && { colors: { plum: accentShades(accent) } }),
        ...(radius !== undefined && { radius: radii(radius) }),
        ...(fontFamily && { fontFamily, headings: { fontFamily } }),
      }),
    [accent, radius, fontFamily],
  )
  return (
    <MantineProvider
      theme={merged}
      cssVariablesResolver={cssVariablesResolver}
      colorSchemeManager={forgetful}
      defaultColorScheme="auto"
      forceColorScheme={colorScheme === 'auto' ? undefined : colorScheme}
      {...where}
    >
      {children}
    </MantineProvider>
  )
}

/** What the person chose for Stepkey's own pages is not asked for: nothing is stored in somebody else's page. */
const forgetful: MantineColorSchemeManager = {
  get: (usual) => usual,
  set() {},
  subscribe() {},
  unsubscribe() {},
  clear() {},
}

/** Everything as round as the corners of a field, in proportion. */
const radii = (md: number) => ({
  xs: `${md / 4}px`,
  sm: `${md / 2}px`,
  md: `${md}px`,
  lg: `${md * 2}px`,
  xl: `${md * 4}px`,
})
