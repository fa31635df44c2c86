// @vitest-environment jsdom
import { MantineProvider } from '@mantine/core'
import { catalog } from '@stepkey/shared/catalog/index'
import type { Permission } from '@stepkey/shared/permissions'
import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { Api } from '../../api/api.ts'
import { stubBrowser } from '../../forms/browserStubs.fixture.ts'
import { InEnglish } from '../../ui/language/InEnglish.tsx'
import { type WorkspaceScope, WorkspaceScopeContext } from '../../workspace/workspaceScope.ts'
import { ConsentSetup } from './ConsentSetup.tsx'
import type { ConsentSetup as Setup } from './useConsentSetup.ts'

beforeEach(stubBrowser)
afterEach(cleanup)

const withoutApp: Setup = {
  inBrowser: true,
  origin: 'https://stepkey.example',
  apps: [],
  app: undefined,
  choose: () => {},
  registered: { items: [], redirectUri: 'https://stepkey.example/oauth/callback' },
  ownsClient: false,
  redirectUri: undefined,
  isAppMissing: true,
  publicOrigin: undefined,
}

const member = {} as WorkspaceScope['member']

function show(permissions: readonly Permission[], onAddApp = () => {}) {
  render(
    <InEnglish>
      <MantineProvider env="test">
        <WorkspaceScopeContext value={{ api: {} as Api, permissions, member }}>
          <ConsentSetup
            component={catalog.gmail}
            setup={withoutApp}
            missingId="missing"
            onAddApp={onAddApp}
          />
        </WorkspaceScopeContext>
      </MantineProvider>
    </InEnglish>,
  )
  return document.getElementById('missing')?.textContent
}

it('offers to add the missing OAuth app to users who may add it', () => {
  const onAddApp = vi.fn()
  expect(show(['read', 'write'], onAddApp)).toMatch(
    /^To connect to Gmail, this workspace needs an OAuth app\./,
  )
  fireEvent.click(screen.getByRole('button', { name: 'Add OAuth app' }))
  expect(onAddApp).toHaveBeenCalledOnce()
})

it('tells all others whom to ask for the missing OAuth app', () => {
  expect(show(['read'])).toMatch(/Ask an owner, admin or editor of this workspace, or the operator/)
  expect(screen.queryByRole('button')).toBeNull()
})
