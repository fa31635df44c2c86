// @vitest-environment jsdom
import { MantineProvider } from '@mantine/core'
import { cleanup, render, screen } from '@testing-library/react'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { stubBrowser } from '../../forms/browserStubs.fixture.ts'
import { AttemptPanel } from './AttemptPanel.tsx'
import type { Attempt } from './useAttempt.ts'

beforeEach(stubBrowser)
afterEach(cleanup)

const nothing = () => {}
const panel = (attempt: Attempt) => (
  <MantineProvider env="test">
    <AttemptPanel
      attempt={attempt}
      base={undefined}
      fields={[]}
      onStop={nothing}
      onOverwrite={nothing}
      onLoad={nothing}
      onUseOther={nothing}
      onConnectAgain={nothing}
      onForgetConsent={nothing}
    />
  </MantineProvider>
)

it('is read out: where its words come to stand is there before them', () => {
  const { rerender } = render(panel({ state: 'none' }))
  const place = screen.getByRole('status')
  rerender(panel({ state: 'running', asking: 'Asking api.example.com…' }))
  expect(place.textContent).toContain('Asking api.example.com…')
  rerender(panel({ state: 'failed', message: 'It could not be asked.' }))
  expect(place.textContent).toBe('')
  expect(screen.getByRole('alert').textContent).toBe('It could not be asked.')
})
