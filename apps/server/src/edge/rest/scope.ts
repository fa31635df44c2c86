import { permissionsOfScope, type Scope } from '@stepkey/shared/access'
import type { Procedure } from '../rpc/procedure.ts'

/** Returns the scopes of which an API key needs one for a procedure; empty if API keys can't call it. */
export const scopesFor = ({ gate, usersOnly }: Pick<Procedure, 'gate' | 'usersOnly'>): Scope[] =>
  usersOnly
    ? []
    : (Object.keys(permissionsOfScope) as Scope[]).filter((scope) =>
        permissionsOfScope[scope].some((permission) => permission === gate),
      )
