import type { Permission } from '@stepkey/shared/access'
import { z } from 'zod'
import { appRouter } from '../router.ts'
import type { ProcedureName } from './routes.ts'

interface Procedure {
  input: z.ZodType | undefined
  output: z.ZodType
  permission: Permission | undefined
}

/** What a procedure takes, gives and asks for. */
export function describeProcedure(name: ProcedureName): Procedure {
  const { inputs, output, meta } = (
    appRouter._def.procedures as unknown as Record<
      string,
      { _def: { inputs: z.ZodType[]; output: z.ZodType; meta?: { permission?: Permission } } }
    >
  )[name]?._def ?? { inputs: [], output: z.unknown() }
  return { input: inputs[0], output, permission: meta?.permission }
}
