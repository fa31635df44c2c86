import { asksConsent, type Component } from '@stepkey/shared/component'
import { describeFields } from '@stepkey/shared/schema'
import { useQuery } from '@tanstack/react-query'
import { useApi } from '../../workspace/useApi.ts'
import { componentDefinition } from './componentDefinition.ts'

/** An OAuth scope with its label. */
export interface Scope {
  value: string
  /** The name of the scope, as forms show it. */
  label: string
}

/** Returns the scopes that users can grant, from all methods with a consent step. */
export function scopesOf({ methods }: Pick<Component, 'methods'>): Scope[] {
  const found = new Map<string, Scope>()
  for (const { token, fields } of Object.values(methods)) {
    if (!asksConsent(token)) continue
    for (const field of describeFields(fields)) {
      if (field.kind !== 'several') continue
      for (const option of field.options) if (!found.has(option.value)) found.set(option.value, option)
    }
  }
  return [...found.values()]
}

const noScopes: Scope[] = []
const scopesOrNone = (component: Component | null) => (component ? scopesOf(component) : noScopes)

/** Loads the definition of a component and returns its scopes; empty while it loads. */
export const useScopes = (componentId: string): readonly Scope[] =>
  useQuery({ ...componentDefinition(useApi(), componentId), select: scopesOrNone }).data ?? noScopes
