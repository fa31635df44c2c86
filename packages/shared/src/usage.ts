import { z } from 'zod'

/** A use is one step of one active flow that is bound to one credential. */
export const UsingFlow = z.object({
  id: z.string(),
  name: z.string(),
  status: z.enum(['active', 'inactive']),
  steps: z.array(z.object({ id: z.string(), name: z.string() })),
})
export type UsingFlow = z.infer<typeof UsingFlow>

/** At most 50 flows, active ones first; `hidden` counts those that are left out. */
export const Usage = z.object({ flows: z.array(UsingFlow), hidden: z.int() })
export type Usage = z.infer<typeof Usage>

export const USAGE_LIMIT = 50
