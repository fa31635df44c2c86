import type { Branding } from './branding.ts'
import type { Language } from './languages.ts'
import type { Messages } from './locales.ts'
import { isRecord } from './schema.ts'

/** Returns the texts of a language with the replaced ones. */
export function withWording(messages: Messages, language: Language, { wording }: Branding): Messages {
  const result = structuredClone(messages) as Record<string, unknown>
  for (const [id, text] of Object.entries(wording?.[language] ?? {})) {
    const path = id.split('.')
    const last = path.pop() as string
    const parent = path.reduce<unknown>((texts, part) => (isRecord(texts) ? texts[part] : undefined), result)
    // The catalogue may have lost the id since the branding was stored.
    if (isRecord(parent) && typeof parent[last] === 'string') parent[last] = text
  }
  return result as unknown as Messages
}

/** Returns the page with help for a component, if there is one. */
export const helpUrlFor = ({ helpUrl, components }: Branding, componentId: string): string | undefined =>
  components?.[componentId]?.helpUrl ?? helpUrl
