import type { Me, Workspace } from '@stepkey/shared/account'
import type { Permission } from '@stepkey/shared/permissions'
import { createContext, useContext } from 'react'
import type { Api } from '../api/api.ts'

/** The API client and the permissions that a page uses. They belong to a workspace or to a connect token. */
export interface WorkspaceScope {
  api: Api
  /** Decides what the screen shows; the server authorizes. */
  permissions: readonly Permission[]
  /** The only methods that the user may choose from; absent for all. */
  methodIds?: readonly string[]
  /** The OAuth scopes that forms start with; absent for those that the component proposes. */
  scopes?: readonly string[] | undefined
  /** Whether the page belongs to another application, which shows the picker as a React component. */
  isForeignPage?: boolean
  /** Whether the provider can be opened in the same tab: there is a page to return to. */
  canReturn?: boolean | undefined
  /** The signed-in user, and the workspace whose pages are shown. Absent on pages without a session. */
  member?: { account: Me['account']; workspace: Workspace }
}

/** Provides the scope of the page. */
export const WorkspaceScopeContext = createContext<WorkspaceScope | undefined>(undefined)

/** Returns the scope of the page. @throws outside a WorkspaceScopeContext */
export function useWorkspaceScope(): WorkspaceScope {
  const scope = useContext(WorkspaceScopeContext)
  if (!scope) throw new TypeError('useWorkspaceScope must be used inside a WorkspaceScopeContext.')
  return scope
}

/** Returns the signed-in user and the workspace. @throws on pages without a session */
function useMember() {
  const { member } = useWorkspaceScope()
  if (!member) throw new TypeError('This page has no signed-in user.')
  return member
}

/** Returns the workspace whose pages are shown. */
export const useWorkspace = () => useMember().workspace

/** Returns the id of the workspace whose pages are shown. */
export const useWorkspaceId = () => useWorkspace().id

/** Returns the account of the signed-in user. */
export const useAccount = () => useMember().account
