// @vitest-environment jsdom
import { MantineProvider } from '@mantine/core'
import { catalog } from '@stepkey/shared/catalog/index'
import type { Component } from '@stepkey/shared/component'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from '@tanstack/react-router'
import { cleanup, createEvent, fireEvent, render, screen, waitFor, within } from '@testing-library/react'
import { TRPCClientError } from '@trpc/client'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { Api } from '../../api/api.ts'
import { createSignInGate } from '../../api/signInGate.ts'
import { stubBrowser } from '../../forms/browserStubs.fixture.ts'
import { InEnglish } from '../../ui/language/InEnglish.tsx'
import { WorkspaceScopeContext } from '../../workspace/workspaceScope.ts'
import { AddOAuthApp } from './AddOAuthApp.tsx'

beforeEach(() => {
  stubBrowser()
  window.scrollTo = () => {}
})
afterEach(cleanup)

const redirectUri = 'https://stepkey.example/oauth/callback'

/** Opens the dialog for a component. @returns the mutation that creates apps */
async function open(
  component: Component,
  credential?: { methodId: string; values: Record<string, unknown> },
  answer: () => Promise<object> = async () => ({ clientCheck: 'accepted' }),
) {
  const create = vi.fn(answer)
  const api = {
    client: { oauthApps: { create: { mutate: create } } },
    trpc: { oauthApps: { pathFilter: () => ({ queryKey: ['oauthApps'] }) } },
  } as unknown as Api
  const onClose = vi.fn()
  // The dialog reads the sign-in gate from the context of the root route.
  const routeTree = createRootRoute({
    component: () => (
      <WorkspaceScopeContext value={{ api, permissions: ['write'] }}>
        <AddOAuthApp
          component={component}
          credential={credential}
          apps={{ items: [], redirectUri }}
          onClose={onClose}
        />
      </WorkspaceScopeContext>
    ),
  })
  const context = { signInGate: createSignInGate() }
  const router = createRouter({ routeTree, history: createMemoryHistory(), context } as never)
  render(
    <InEnglish>
      <MantineProvider env="test">
        <QueryClientProvider client={new QueryClient()}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </MantineProvider>
    </InEnglish>,
  )
  await screen.findByRole('dialog')
  return { create, onClose }
}

function paste(file: object) {
  const input = screen.getByLabelText(/^Client ID/)
  const event = createEvent.paste(input, { clipboardData: { getData: () => JSON.stringify(file) } })
  fireEvent(input, event)
}

const copyable = (label: string) => screen.getByLabelText<HTMLTextAreaElement>(label).value

it('lists the steps of the provider in order, with the redirect URL and the default scopes to copy', async () => {
  await open(catalog.slack)
  const [steps] = screen.getAllByRole('list')
  const items = within(steps as HTMLElement).getAllByRole('listitem')
  expect(items.map((item) => item.querySelector('p')?.textContent)).toEqual(
    catalog.slack.appGuide?.steps.map(({ text }) => text),
  )
  expect(copyable('Redirect URL')).toBe(redirectUri)
  expect(copyable('Scopes to register')).toBe('chat:write channels:read')
  expect(screen.getByRole('link', { name: /^Slack apps/ }).getAttribute('href')).toBe(
    'https://api.slack.com/apps',
  )
})

it('shows the scopes that were chosen in the form of the credential', async () => {
  await open(catalog.slack, { methodId: 'userOauth', values: { scopes: ['search:read', 'files:read'] } })
  expect(copyable('Scopes to register')).toBe('search:read files:read')
})

it('shows general steps, without scopes, for a provider that has no guide and no scopes', async () => {
  await open(catalog.notion)
  expect(screen.getByText(/^In the developer settings of Notion, create an OAuth app\./)).toBeTruthy()
  expect(copyable('Redirect URL')).toBe(redirectUri)
  expect(screen.queryByLabelText('Scopes to register')).toBeNull()
  expect(screen.queryByText(/paste its content into any field/)).toBeNull()
})

it('fills in a pasted client file and sends it, or says why a file can’t be used', async () => {
  const { create, onClose } = await open(catalog.gmail)
  paste({ installed: { client_id: 'desktop', client_secret: 's' } })
  expect(screen.getByRole('alert').textContent).toContain('desktop client')
  paste({ web: { client_id: 'web', client_secret: 'GOCSPX', redirect_uris: [redirectUri] } })
  expect(screen.queryByRole('alert')).toBeNull()
  expect(screen.getByText('Filled in from the file: Client ID, Client secret.')).toBeTruthy()
  fireEvent.click(screen.getByRole('button', { name: 'Add app' }))
  await waitFor(() => expect(onClose).toHaveBeenCalledOnce())
  expect(create).toHaveBeenCalledWith({
    componentId: 'gmail',
    name: 'Gmail app',
    clientId: 'web',
    clientSecret: 'GOCSPX',
  })
})

it('shows the redirect URL on the user’s domain to register, once it is complete, and sends it', async () => {
  const { create } = await open(catalog.slack)
  const own = 'https://connect.example.com/oauth/callback'
  fireEvent.change(screen.getByLabelText(/^Client ID/), { target: { value: 'id' } })
  const enter = (value: string) =>
    fireEvent.change(screen.getByLabelText(/^Redirect URL on your domain/), { target: { value } })
  enter('https://')
  expect(copyable('Redirect URL')).toBe(redirectUri)
  enter('http://connect.example.com')
  expect(copyable('Redirect URL')).toBe(redirectUri)
  enter(own)
  expect(copyable('Redirect URL')).toBe(own)
  fireEvent.click(screen.getByRole('button', { name: 'Add app' }))
  await waitFor(() => expect(create).toHaveBeenCalledOnce())
  expect(create).toHaveBeenCalledWith(expect.objectContaining({ redirectUri: own }))
})

it('says that the provider is asked while it is, and shows its refusal at the field', async () => {
  let refuse = (_error: unknown) => {}
  const { onClose } = await open(
    catalog.github,
    undefined,
    () => new Promise((_, reject) => (refuse = reject)),
  )
  fireEvent.change(screen.getByLabelText(/^Client ID/), { target: { value: 'Iv1' } })
  fireEvent.change(screen.getByLabelText(/^Client secret/), { target: { value: 'wrong' } })
  fireEvent.click(screen.getByRole('button', { name: 'Add app' }))
  await screen.findByText('Asking GitHub whether it accepts the app…')
  const message = 'GitHub refuses this client ID with this client secret. Copy both again.'
  const data = { code: 'invalid_input', fields: [{ path: 'clientSecret', message }] }
  refuse(TRPCClientError.from({ error: { code: -32600, message: 'wrong', data } }))
  await screen.findByText(message)
  expect(screen.queryByText('Asking GitHub whether it accepts the app…')).toBeNull()
  expect(onClose).not.toHaveBeenCalled()
})
