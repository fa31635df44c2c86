import { type Permission, permissionsOfScope, type Scope } from '@stepkey/shared/access'
import { z } from 'zod'
import { appRouter } from '../../router.ts'
import type { ProcedureName } from './routes.ts'

interface Procedure {
  input: z.ZodType | undefined
  output: z.ZodType
  /** What it takes to call it: a permission, or to be signed in; undefined where everybody may. */
  needs: Permission | 'account' | undefined
}

/** The scope that lets an API key do something; undefined for what only people do. */
export const scopeFor = (needs: Procedure['needs']): Scope | undefined =>
  (Object.keys(permissionsOfScope) as Scope[]).find((scope) =>
    permissionsOfScope[scope].some((permission) => permission === needs),
  )

/** What a procedure takes, gives and asks for. */
export function describeProcedure(name: ProcedureName): Procedure {
  const { inputs, output, meta } = (
    appRouter._def.procedures as unknown as Record<
      string,
      { _def: { inputs: z.ZodType[]; output: z.ZodType; meta?: { needs?: Procedure['needs'] } } }
    >
  )[name]?._def ?? { inputs: [], output: z.unknown() }
  return { input: inputs[0], output, needs: meta?.needs }
}
