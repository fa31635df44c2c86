// @vitest-environment jsdom
import { MantineProvider } from '@mantine/core'
import type { Component } from '@stepkey/shared/component'
import type { Credential } from '@stepkey/shared/credential'
import { describeFields, withoutSecrets } from '@stepkey/shared/schema'
import { cleanup, render, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { stubBrowser } from '../../forms/browserStubs.fixture.ts'
import { FieldList } from '../../forms/FieldList.tsx'
import { SchemaFormProvider } from '../../forms/formContext.ts'
import { filled, kitchenSink } from '../../forms/kitchenSink.fixture.ts'
import { InEnglish } from '../../ui/language/InEnglish.tsx'
import { useCredentialDraft } from './useCredentialDraft.ts'

const component = {
  id: 'sink',
  title: 'Kitchen sink',
  description: 'Everything',
  category: 'generic',
  docsUrl: 'https://example.com',
  methods: {
    all: {
      title: 'All',
      fields: kitchenSink,
      baseUrl: 'https://{{subdomain}}.example.com',
      place: [],
      verify: { untestable: 'a test' },
    },
  },
} satisfies Component

const stored = {
  id: 'c1',
  name: 'Mine',
  methodId: 'all',
  version: 1,
  ...withoutSecrets(describeFields(kitchenSink), filled),
} as Credential

const send = vi.fn()

function Form({ base }: { base?: Credential }) {
  const draft = useCredentialDraft({
    component,
    base,
    suggestedName: 'My sink',
    suppliedBy: {},
    onEdit: () => {},
  })
  return (
    <form
      ref={draft.formElement}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        if (draft.isValid()) send(draft.changes)
      }}
    >
      <SchemaFormProvider value={draft.schemaForm}>
        <FieldList fields={draft.fields} />
      </SchemaFormProvider>
      <button type="submit">Save</button>
      <output aria-label="Typed">{draft.isDirty ? 'typed' : 'untouched'}</output>
    </form>
  )
}

function show(base?: Credential) {
  render(
    <InEnglish>
      <MantineProvider env="test">
        <Form base={base} />
      </MantineProvider>
    </InEnglish>,
  )
  return userEvent.setup()
}

const input = (label: RegExp | string) =>
  screen.getByLabelText<HTMLInputElement>(label, { selector: 'input, textarea' })
const save = () => screen.getByRole('button', { name: 'Save' })
const more = () => screen.getByRole('button', { name: 'More options' })

beforeEach(() => {
  send.mockClear()
  stubBrowser()
})
afterEach(cleanup)

describe('the form of a new credential', () => {
  it('renders every kind of field and sends the entered values', async () => {
    const user = show()
    await user.type(input(/^Subdomain/), 'acme')
    await user.type(input(/^Address/), 'https://api.example.com')
    await user.type(input(/^Password/), 'p1')
    await user.type(input(/^Passphrase/), 'p2')
    await user.clear(input(/^Port/))
    await user.type(input(/^Port/), '5433')
    await user.type(input(/^Ratio/), '0.5')
    await user.click(screen.getByLabelText('Use the sandbox'))
    await user.click(screen.getByLabelText('United States'))
    await user.click(screen.getByRole('combobox', { name: /^Plan/ }))
    await user.click(await screen.findByRole('option', { name: 'Third' }))
    await user.type(input(/^Certificate/), 'line one{enter}line two')
    await user.click(screen.getByLabelText('Own server'))
    await user.type(input(/^Host/), 'db.example.com')
    await user.type(input(/^Server key/), 'k1')
    await user.click(more())
    await user.type(input(/^Signing key/), filled.signingKey.replaceAll('\n', '{enter}'))
    await user.click(screen.getByLabelText('Accept anything'))
    await user.click(screen.getByLabelText('Write'))
    await user.click(screen.getByLabelText('Beta features'))
    await user.click(save())
    expect(send).toHaveBeenCalledWith(filled)
  })

  it('hides advanced fields until the user opens them, and keeps their values', async () => {
    const user = show()
    expect(more().getAttribute('aria-expanded')).toBe('false')
    expect(screen.queryByRole('textbox', { name: /^Signing key/ })).toBeNull()
    await user.click(more())
    await user.type(input(/^Signing key/), 'k')
    await user.click(more())
    expect(screen.queryByRole('textbox', { name: /^Signing key/ })).toBeNull()
    expect(input(/^Signing key/).value).toBe('k')
  })

  it('keeps the line breaks of a secret of several lines', async () => {
    const user = show()
    await user.click(more())
    await user.click(input(/^Signing key/))
    await user.paste('-----BEGIN KEY-----\nabc\n')
    expect(input(/^Signing key/).value).toBe('-----BEGIN KEY-----\nabc\n')
  })

  it('shows an error at each invalid field and focuses the first one', async () => {
    const user = show()
    await user.type(input(/^Address/), 'nowhere')
    await user.click(save())
    expect(send).not.toHaveBeenCalled()
    await waitFor(() => expect(document.activeElement).toBe(input(/^Subdomain/)))
    for (const label of [/^Subdomain/, /^Address/, /^Password/]) {
      const field = input(label)
      expect(field.getAttribute('aria-invalid')).toBe('true')
      const described = field.getAttribute('aria-describedby')?.split(' ') ?? []
      const error = described.map((id) => document.getElementById(id)?.textContent).join(' ')
      expect(error).toMatch(/Fill in this field\.|complete URL/)
    }
  })

  it('shows only the fields of the chosen variant, and keeps the values of the other', async () => {
    const user = show()
    expect(screen.queryByLabelText(/^Host/)).toBeNull()
    await user.click(screen.getByLabelText('Own server'))
    await user.type(input(/^Host/), 'db.example.com')
    await user.click(screen.getByLabelText('Cloud'))
    expect(screen.queryByLabelText(/^Host/)).toBeNull()
    await user.click(screen.getByLabelText('Own server'))
    expect(input(/^Host/).value).toBe('db.example.com')
  })

  it('reports whether the form holds unsaved input', async () => {
    const user = show()
    const status = screen.getByRole('status', { name: 'Typed' })
    expect(status.textContent).toBe('untouched')
    await user.type(input(/^Password/), 'p')
    expect(status.textContent).toBe('typed')
    await user.clear(input(/^Password/))
    expect(status.textContent).toBe('untouched')
    await user.click(screen.getByLabelText('Own server'))
    expect(status.textContent).toBe('typed')
  })

  it('extracts the part between prefix and suffix from a pasted URL', async () => {
    const user = show()
    await user.click(input(/^Subdomain/))
    for (const pasted of ['https://acme.example.com', 'https://acme.example.com/agent/home?x=1']) {
      await user.clear(input(/^Subdomain/))
      await user.paste(pasted)
      expect(input(/^Subdomain/).value).toBe('acme')
    }
  })

  it('removes a pasted line break from a secret, and says so', async () => {
    const user = show()
    await user.click(input(/^Password/))
    await user.paste('p1\n')
    expect(input(/^Password/).value).toBe('p1')
    expect(screen.getByText(/line break .* was removed/)).toBeTruthy()
  })

  it('hides a secret until the user shows it, and opts out of password managers', async () => {
    const user = show()
    const password = input(/^Password/)
    // A browser offers to store the value of a password input as the password of Stepkey.
    expect(password.type).toBe('text')
    expect(password.autocomplete).toBe('off')
    await user.click(screen.getByRole('button', { name: 'Show Password while typing' }))
    expect(screen.getByRole('button', { name: /^Show Password/ }).ariaPressed).toBe('true')
  })
})

describe('the form of a stored credential', () => {
  it('keeps secrets without showing them, and sends only changes', async () => {
    const user = show(stored)
    expect(input('Password').value).toBe('')
    expect(input('Password').placeholder).toBe('Stored. Leave empty to keep it')
    await user.click(save())
    expect(send).toHaveBeenCalledWith({})
  })

  it('sends a replaced secret, and can keep the stored one after all', async () => {
    const user = show(stored)
    await user.click(screen.getByRole('button', { name: 'Replace Password' }))
    await waitFor(() => expect(document.activeElement).toBe(input(/^Password/)))
    await user.type(input(/^Password/), 'new')
    await user.click(save())
    expect(send).toHaveBeenLastCalledWith({ password: 'new' })
    await user.click(screen.getByRole('button', { name: 'Keep stored value' }))
    await user.click(save())
    expect(send).toHaveBeenLastCalledWith({})
  })

  it('keeps the focus in the current field when secrets must be entered again', async () => {
    const user = show(stored)
    await user.click(screen.getByRole('button', { name: 'Replace Password' }))
    await user.click(screen.getByRole('button', { name: 'Keep stored value' }))
    await user.clear(input(/^Subdomain/))
    await user.keyboard('other')
    expect(input(/^Subdomain/).value).toBe('other')
    expect(input(/^Password/).value).toBe('')
  })

  it('removes an optional secret, which counts as unsaved input', async () => {
    const user = show(stored)
    expect(screen.getByRole('status', { name: 'Typed' }).textContent).toBe('untouched')
    await user.click(screen.getByRole('button', { name: 'Remove Passphrase' }))
    await user.click(save())
    expect(send).toHaveBeenCalledWith({ passphrase: null })
    expect(screen.getByRole('status', { name: 'Typed' }).textContent).toBe('typed')
  })

  it('asks for the secrets again when their destination changes', async () => {
    const user = show(stored)
    await user.clear(input(/^Subdomain/))
    await user.type(input(/^Subdomain/), 'other')
    expect(screen.getAllByText(/You changed where or how this secret is sent/).length).toBe(4)
    await user.click(save())
    expect(send).not.toHaveBeenCalled()
    await waitFor(() => expect(document.activeElement).toBe(input(/^Password/)))
    await user.type(input(/^Password/), 'p1')
    for (const remove of screen.getAllByRole('button', { name: 'Remove instead' })) await user.click(remove)
    await user.type(input(/^Server key/), 'k1')
    await user.click(save())
    expect(send).toHaveBeenCalledWith({
      subdomain: 'other',
      password: 'p1',
      passphrase: null,
      signingKey: null,
      server: { key: 'k1' },
    })
  })
})
