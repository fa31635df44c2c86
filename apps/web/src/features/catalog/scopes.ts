import { asksConsent, type Component } from '@stepkey/shared/component'
import { describeFields } from '@stepkey/shared/schema'
import { useQuery } from '@tanstack/react-query'
import { componentDefinition } from './componentDefinition.ts'

export interface Scope {
  value: string
  /** What it allows. */
  label: string
}

/** What a component's connections can be granted, of all its methods that a person agrees to. */
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

const none: Scope[] = []
const ofDefinition = (component: Component | null) => (component ? scopesOf(component) : none)

/** The same, once the component's definition is there; nothing for components without any. */
export const useScopes = (componentId: string, enabled = true): readonly Scope[] =>
  useQuery({ ...componentDefinition(componentId), select: ofDefinition, enabled }).data ?? none

/** What of `needed` was not granted, in words. Nothing where it isn't known what was granted. */
export function missingScopes(
  needed: readonly string[] | undefined,
  granted: readonly string[] | null | undefined,
  scopes: readonly Scope[],
): string[] {
  if (!needed || !granted) return []
  return needed
    .filter((scope) => !granted.includes(scope))
    .map((scope) => scopes.find(({ value }) => value === scope)?.label ?? scope)
}
