// @vitest-environment jsdom
import { cleanup, render, screen } from '@testing-library/react'
import { useState } from 'react'
import { useLocale, useTranslations } from 'use-intl'
import { afterEach, expect, it } from 'vitest'
import { Localized } from './Localized.tsx'

afterEach(cleanup)

/** A form whose state tells whether it was mounted anew. */
function Form() {
  const [id] = useState(() => crypto.randomUUID())
  const t = useTranslations('common')
  return (
    <button type="button" data-id={id}>
      {t('save')} {useLocale()}
    </button>
  )
}

it('keeps what is inside while another language is being loaded', async () => {
  const page = (locale: string) => (
    <Localized locale={locale} pending="…">
      <Form />
    </Localized>
  )
  const { rerender } = render(page('en-GB'))
  const { id } = (await screen.findByRole('button', { name: 'Save en-GB' })).dataset
  rerender(page('de-AT'))
  expect(screen.getByRole('button').dataset.id).toBe(id)
  const german = await screen.findByRole('button', { name: 'Speichern de-AT' })
  expect(german.dataset.id).toBe(id)
  expect(german.closest('[lang]')?.getAttribute('lang')).toBe('de')
})

it('shows English for a language without texts, with the texts of a branding', async () => {
  render(
    <Localized locale="it" branding={{ wording: { en: { 'common.save': 'Store' } } }}>
      <Form />
    </Localized>,
  )
  expect(await screen.findByRole('button', { name: 'Store en' })).toBeTruthy()
})
