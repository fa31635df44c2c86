// @vitest-environment jsdom
import { MantineProvider } from '@mantine/core'
import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import type { FormEvent } from 'react'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { stubBrowser } from '../../forms/browserStubs.fixture.ts'
import { InEnglish } from '../../ui/language/InEnglish.tsx'
import { SaveBar } from './SaveBar.tsx'

beforeEach(stubBrowser)
afterEach(cleanup)

it('ignores “Connect again” while an attempt is running, and keeps the focus', () => {
  const connect = vi.fn()
  const bar = (running: boolean) => (
    <InEnglish>
      <MantineProvider env="test">
        <SaveBar
          running={running}
          submit="common.save"
          offerUnverified={false}
          onConnectAgain={connect}
          onSaveUnverified={() => {}}
          onCancel={() => {}}
        />
      </MantineProvider>
    </InEnglish>
  )
  const { rerender } = render(bar(false))
  const button = screen.getByRole('button', { name: 'Connect again' })
  button.focus()
  rerender(bar(true))
  fireEvent.click(button)
  expect(connect).not.toHaveBeenCalled()
  expect(document.activeElement).toBe(button)
  rerender(bar(false))
  fireEvent.click(button)
  expect(connect).toHaveBeenCalledOnce()
})

it('shows a blocked Connect that can have the focus, is described by the reason, and does not submit', () => {
  const submit = vi.fn((event: FormEvent) => event.preventDefault())
  render(
    <InEnglish>
      <MantineProvider env="test">
        <form onSubmit={submit}>
          <p id="reason">An OAuth app is missing.</p>
          <SaveBar
            running={false}
            submit="common.connect"
            blockedBy="reason"
            offerUnverified={false}
            onSaveUnverified={() => {}}
            onCancel={() => {}}
          />
        </form>
      </MantineProvider>
    </InEnglish>,
  )
  const button = screen.getByRole<HTMLButtonElement>('button', {
    name: 'Connect',
    description: 'An OAuth app is missing.',
  })
  expect(button.getAttribute('aria-disabled')).toBe('true')
  button.focus()
  expect(document.activeElement).toBe(button)
  fireEvent.click(button)
  expect(submit).not.toHaveBeenCalled()
})
