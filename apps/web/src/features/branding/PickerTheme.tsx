import {
  type MantineColorSchemeManager,
  MantineProvider,
  type MantineProviderProps,
  mergeThemeOverrides,
} from '@mantine/core'
import type { EmbedTheme } from '@stepkey/shared/embed-messages'
import { type ReactNode, useMemo } from 'react'
import { cssVariablesResolver } from '../../ui/theme/cssVariables.ts'
import { theme as stepkeyTheme } from '../../ui/theme/theme.ts'
import { accentShades } from './accent.ts'

interface PickerThemeProps
  extends Pick<MantineProviderProps, 'getRootElement' | 'cssVariablesSelector' | 'getStyleNonce'> {
  theme: EmbedTheme
  children: ReactNode
}

/** Returns the theme of an embed with what its page replaces. Members without a value replace nothing. */
export const themeOf = (embed: EmbedTheme | undefined, page: EmbedTheme | undefined): EmbedTheme => ({
  ...embed,
  ...Object.fromEntries(Object.entries(page ?? {}).filter(([, value]) => value !== undefined)),
})

/** Provides Stepkey's theme with the overrides of the host page. */
export function PickerTheme({ theme, children, ...providerProps }: PickerThemeProps) {
  const { colorScheme = 'auto', accent, radius, fontFamily } = theme
  const merged = useMemo(
    () =>
      mergeThemeOverrides(stepkeyTheme, {
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
      colorSchemeManager={statelessManager}
      defaultColorScheme="auto"
      forceColorScheme={colorScheme === 'auto' ? undefined : colorScheme}
      {...providerProps}
    >
      {children}
    </MantineProvider>
  )
}

/** Neither reads nor stores the colour scheme: nothing is stored in the page of another origin. */
const statelessManager: MantineColorSchemeManager = {
  get: (defaultScheme) => defaultScheme,
  set() {},
  subscribe() {},
  unsubscribe() {},
  clear() {},
}

/** Returns all radii in proportion to the radius of inputs. */
const radii = (md: number) => ({
  xs: `${md / 4}px`,
  sm: `${md / 2}px`,
  md: `${md}px`,
  lg: `${md * 2}px`,
  xl: `${md * 4}px`,
})
