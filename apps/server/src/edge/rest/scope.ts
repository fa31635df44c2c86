import { permissionsOfScope, type Scope } from '@stepkey/shared/access'
import type { Procedure } from '../rpc/procedure.ts'

/** Returns the scope that an API key needs for a procedure; undefined if API keys can't call it. */
export const scopeFor = ({ gate, usersOnly }: Pick<Procedure, 'gate' | 'usersOnly'>): Scope | undefined =>
  usersOnly
    ? undefined
    : (Object.keys(permissionsOfScope) as Scope[]).find((scope) =>
        permissionsOfScope[scope].some((permission) => permission === gate),
      )
