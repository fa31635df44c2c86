import type { Branding } from '@stepkey/shared/branding'
import { expect, it } from 'vitest'
import { brandingOf, draftOf, previewOf } from './brandingDraft.ts'

const branding: Branding = {
  name: 'Acme',
  theme: { colorScheme: 'dark', accent: '#0b7285', radius: 0, fontFamily: 'Inter' },
  helpUrl: 'https://help.example',
  components: { petstore: { helpUrl: 'https://help.example/pets' } },
  wording: { en: { 'common.save': 'Store' }, de: { 'common.save': 'Sichern' } },
}

it('gives a branding that was not changed again, and null for an empty form', () => {
  expect(brandingOf(draftOf(branding))).toEqual(branding)
  expect(brandingOf(draftOf({}))).toBeNull()
})

it('shows only valid parts in the preview', () => {
  const draft = {
    ...draftOf(branding),
    accent: '#12',
    helpUrl: 'http://help.example',
    helpLinks: [{ componentId: 'petstore', helpUrl: 'javascript:alert(1)' }],
    texts: [{ language: 'en' as const, id: 'common.save', text: '{unknown}' }],
  }
  expect(previewOf(draft)).toEqual({
    name: 'Acme',
    theme: { colorScheme: 'dark', radius: 0, fontFamily: 'Inter' },
  })
})
