// @vitest-environment jsdom
import { MantineProvider } from '@mantine/core'
import { cleanup, render, screen } from '@testing-library/react'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { stubBrowser } from '../../forms/browserStubs.fixture.ts'
import { InEnglish } from '../../ui/language/InEnglish.tsx'
import { AttemptPanel } from './AttemptPanel.tsx'
import type { Attempt } from './useAttempt.ts'

beforeEach(stubBrowser)
afterEach(cleanup)

const nothing = () => {}
const panel = (attempt: Attempt) => (
  <InEnglish>
    <MantineProvider env="test">
      <AttemptPanel
        attempt={attempt}
        base={undefined}
        fields={[]}
        onStop={nothing}
        onLeave={nothing}
        onOverwrite={nothing}
        onLoad={nothing}
        onSaveAnyway={() => {}}
        onDismiss={() => {}}
        onUseOther={nothing}
        onConnectAgain={nothing}
        onForgetConsent={nothing}
      />
    </MantineProvider>
  </InEnglish>
)

it('shows progress in a live region that exists before it, and errors as alerts', () => {
  const { rerender } = render(panel({ state: 'none' }))
  const liveRegion = screen.getByRole('status')
  rerender(panel({ state: 'running', progress: 'Asking api.example.com…' }))
  expect(liveRegion.textContent).toContain('Asking api.example.com…')
  rerender(panel({ state: 'failed', message: 'The server could not be reached.' }))
  expect(liveRegion.textContent).toBe('')
  expect(screen.getByRole('alert').textContent).toBe('The server could not be reached.')
})
