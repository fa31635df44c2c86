import type { Me, Workspace } from '@stepkey/shared/account'
import type { Permission } from '@stepkey/shared/permissions'
import { createContext, useContext } from 'react'
import type { Api } from '../api/api.ts'

/** What components need to know of where they are shown: on the pages of a workspace, or on a page with one task. */
export interface WorkspaceScope {
  api: Api
  /** What the screen offers. The server decides what is done. */
  permissions: readonly Permission[]
  /** The signed-in user, and the workspace whose pages are shown. Absent on pages without a session. */
  member?: { account: Me['account']; workspace: Workspace }
}

export const WorkspaceScopeContext = createContext<WorkspaceScope | undefined>(undefined)

export function useWorkspaceScope(): WorkspaceScope {
  const place = useContext(WorkspaceScopeContext)
  if (!place) throw new TypeError('useWorkspaceScope needs a WorkspaceScopeContext above it.')
  return place
}

/** For the pages of a workspace only. */
function useMember() {
  const { member } = useWorkspaceScope()
  if (!member) throw new TypeError('This page has no signed-in user.')
  return member
}

export const useWorkspace = () => useMember().workspace

export const useWorkspaceId = () => useWorkspace().id

export const useAccount = () => useMember().account
