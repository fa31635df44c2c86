import { isUnreported, missingScopes, type ScopeIncludes } from '@stepkey/shared/scopes'
import type { UsingFlow } from '@stepkey/shared/usage'

/** A scope that was granted, is asked for, or is needed by a step. */
export interface ScopeRow {
  scope: string
  /**
   * `surplus`: granted, but no step says that it needs it or a scope that it includes. `unknown`: the provider does not
   * tell what was granted.
   */
  state: 'missing' | 'granted' | 'surplus' | 'unknown'
  /** The steps that need it. */
  steps: { flow: string; step: string }[]
}

interface Facts {
  /** The granted scopes; null if the provider does not tell them. */
  granted: readonly string[] | null
  /** The scopes that the credential asks for. */
  requested: readonly string[]
  flows: readonly UsingFlow[]
  /** The scopes that each scope of the component includes. */
  includes?: ScopeIncludes | undefined
}

/** Returns the scopes of a credential with the steps that need each: missing ones first, then those that steps need. */
export function compareScopes({ granted, requested, flows, includes }: Facts): ScopeRow[] {
  const needs = flows.flatMap(({ name: flow, steps }) =>
    steps.flatMap(({ name: step, scopes = [] }) => scopes.map((scope) => ({ scope, flow, step }))),
  )
  const scopes = new Set([...needs.map(({ scope }) => scope), ...(granted ?? requested)])
  const rows = [...scopes].map((scope): ScopeRow => {
    // A wider scope that was granted counts, too.
    const steps = needs
      .filter(
        (need) =>
          need.scope === scope ||
          (granted?.includes(scope) && missingScopes([need.scope], [scope], includes).length === 0),
      )
      .map(({ flow, step }) => ({ flow, step }))
    return { scope, state: stateOf(scope, { granted, includes }, steps.length), steps }
  })
  const included = (row: ScopeRow) =>
    granted !== null && !granted.includes(row.scope) && row.state === 'granted'
  return rows.filter((row) => !included(row)).toSorted((a, b) => order(a) - order(b))
}

function stateOf(
  scope: string,
  { granted, includes }: Pick<Facts, 'granted' | 'includes'>,
  uses: number,
): ScopeRow['state'] {
  if (granted === null || granted.length === 0) return 'unknown'
  if (missingScopes([scope], granted, includes).length > 0) return 'missing'
  return uses > 0 || isUnreported(scope) ? 'granted' : 'surplus'
}

const order = ({ state }: ScopeRow) => ['missing', 'granted', 'unknown', 'surplus'].indexOf(state)
