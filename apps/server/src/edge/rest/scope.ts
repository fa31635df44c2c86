import { permissionsOfScope, type Scope } from '@stepkey/shared/access'
import type { Gate } from '../rpc/procedure.ts'

/** Returns the scope that lets an API key through a gate; undefined for what only users do. */
export const scopeFor = (gate: Gate): Scope | undefined =>
  (Object.keys(permissionsOfScope) as Scope[]).find((scope) =>
    permissionsOfScope[scope].some((permission) => permission === gate),
  )
