import { z } from 'zod'

/** How often the credentials of active flows are verified again, without anybody asking. */
export const Recheck = z.enum(['off', 'daily', 'weekly'])
export type Recheck = z.infer<typeof Recheck>

export const WorkspaceSettings = z.object({ recheck: Recheck })
export type WorkspaceSettings = z.infer<typeof WorkspaceSettings>
export const SetRecheck = z.object({ recheck: Recheck })
