import type { Procedure } from './procedure.ts'
import type { AppRouter } from './router.ts'
import { appRouter } from './router.ts'

type Procedures = AppRouter['_def']['record']
/** The name of a procedure, such as `credentials.create`. */
export type ProcedureName = {
  [Domain in keyof Procedures & string]: `${Domain}.${keyof Procedures[Domain] & string}`
}[keyof Procedures & string]

const procedures = appRouter._def.procedures as unknown as Record<
  string,
  { _def: { meta: { procedure: Procedure } } } | undefined
>

/** The names of all procedures. */
export const procedureNames = Object.keys(procedures) as ProcedureName[]

/** Whether there is a procedure with this name. */
export const isProcedureName = (name: string): name is ProcedureName => Object.hasOwn(procedures, name)

/** Returns the procedure with a name, for transports other than tRPC and for the API reference. */
export function findProcedure(name: ProcedureName): Procedure {
  const found = procedures[name]
  if (!found) throw new TypeError(`There is no procedure ${name}.`)
  return found._def.meta.procedure
}
