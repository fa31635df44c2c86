import { z } from 'zod'

/** The interval of scheduled verification for the credentials of active flows. */
export const Recheck = z
  .enum(['off', 'daily', 'weekly'])
  .describe('How often the credentials of active flows are verified automatically.')
/** One interval of scheduled verification. */
export type Recheck = z.infer<typeof Recheck>

/** The settings of a workspace. */
export const WorkspaceSettings = z
  .object({
    recheck: Recheck.describe('How often the credentials of active flows are verified automatically.'),
  })
  .describe('The settings of a workspace.')
/** The settings of a workspace. */
export type WorkspaceSettings = z.infer<typeof WorkspaceSettings>
/** Input that sets the interval of scheduled verification. */
export const SetRecheck = z
  .object({
    recheck: Recheck.describe('How often the credentials of active flows are verified automatically.'),
  })
  .describe('The interval of scheduled verification.')
