import type { Me, Workspace } from '@stepkey/shared/account'
import type { Permission } from '@stepkey/shared/permissions'
import { createContext, useContext } from 'react'
import type { Api } from './api.ts'

/** Where pieces of the screen are at work: on the pages of a workspace, or alone with one task. */
export interface Place {
  api: Api
  /** What the screen offers. The server decides what is done. */
  permissions: readonly Permission[]
  /** The person who is signed in, and the workspace whose pages are shown. Absent where nobody is. */
  member?: { account: Me['account']; workspace: Workspace }
}

export const PlaceContext = createContext<Place | undefined>(undefined)

export function usePlace(): Place {
  const place = useContext(PlaceContext)
  if (!place) throw new TypeError('This has to stand inside a PlaceContext.')
  return place
}

/** On the pages of a workspace alone. */
function useMember() {
  const { member } = usePlace()
  if (!member) throw new TypeError('Nobody is signed in here.')
  return member
}

export const useWorkspace = () => useMember().workspace

export const useWorkspaceId = () => useWorkspace().id

export const useAccount = () => useMember().account
