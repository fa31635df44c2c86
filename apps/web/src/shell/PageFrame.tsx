import { type ReactNode, useContext } from 'react'
import { StandalonePage } from '../ui/layout/StandalonePage.tsx'
import { WorkspaceScopeContext } from '../workspace/workspaceScope.ts'

/** Frames what is shown in place of a page, if it is not in the shell of a workspace. */
export const PageFrame = ({ children }: { children: ReactNode }) =>
  useContext(WorkspaceScopeContext) ? children : <StandalonePage>{children}</StandalonePage>
