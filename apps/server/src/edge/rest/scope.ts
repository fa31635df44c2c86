import { permissionsOfScope, type Scope } from '@stepkey/shared/access'
import type { Gate } from '../rpc/procedure.ts'

/** Returns the scope that an API key needs for a gate; undefined if API keys can't pass it. */
export const scopeFor = (gate: Gate): Scope | undefined =>
  (Object.keys(permissionsOfScope) as Scope[]).find((scope) =>
    permissionsOfScope[scope].some((permission) => permission === gate),
  )
