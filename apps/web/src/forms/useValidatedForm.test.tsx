// @vitest-environment jsdom
import { MantineProvider, TextInput } from '@mantine/core'
import { cleanup, render, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { TRPCClientError } from '@trpc/client'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { stubBrowser } from './browserStubs.fixture.ts'
import { useValidatedForm } from './useValidatedForm.ts'

const send = vi.fn<(input: unknown) => Promise<void>>()

function Form() {
  const schema = z.object({ name: z.string(), host: z.string().min(1), port: z.string().min(1) })
  const { form, element, onSubmit } = useValidatedForm(schema, { name: '', host: '', port: '' })
  return (
    <form ref={element} noValidate onSubmit={onSubmit(send)}>
      <TextInput label="Name" {...form.getInputProps('name')} />
      <TextInput label="Host" {...form.getInputProps('host')} />
      <TextInput label="Port" {...form.getInputProps('port')} />
      <button type="submit">Save</button>
    </form>
  )
}

beforeEach(() => {
  stubBrowser()
  // The next frame comes before any later render.
  vi.stubGlobal('requestAnimationFrame', (callback: () => void) => callback())
  render(
    <MantineProvider>
      <Form />
    </MantineProvider>,
  )
})
afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
})

const input = (label: string) => screen.getByLabelText(label)

it('focuses the first of two invalid inputs', async () => {
  await userEvent.click(screen.getByText('Save'))
  expect(document.activeElement).toBe(input('Host'))
})

it('focuses the first input that the server refuses', async () => {
  const fields = ['port', 'host'].map((path) => ({ path, code: 'invalid', message: 'Wrong.' }))
  send.mockRejectedValue(Object.assign(new TRPCClientError('Wrong.'), { data: { fields } }))
  for (const label of ['Host', 'Port']) await userEvent.type(input(label), 'x')
  await userEvent.click(screen.getByText('Save'))
  await waitFor(() => expect(input('Port').getAttribute('aria-invalid')).toBe('true'))
  expect(document.activeElement).toBe(input('Host'))
})
