import { expect, it } from 'vitest'
import { themeOf } from './PickerTheme.tsx'

it('replaces members of the theme of an embed by those that have a value', () => {
  const embed = { accent: '#0b7285', radius: 4 }
  expect(themeOf(embed, { accent: undefined, radius: 0, colorScheme: 'dark' })).toEqual({
    accent: '#0b7285',
    radius: 0,
    colorScheme: 'dark',
  })
  expect(themeOf(undefined, undefined)).toEqual({})
})
