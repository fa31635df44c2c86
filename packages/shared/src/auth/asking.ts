import type { Method } from '../component.ts'
import { renderBaseUrl, UnusableValue } from './request.ts'
import { renderTemplate, type Scope } from './template.ts'

/** What a verification is about to ask of whom, for people to read while it runs. */
export function asking(method: Method, values: Scope): string {
  const { verify } = method
  if ('untestable' in verify) return 'Saving…'
  if ('driver' in verify) {
    const { host, port } = verify.map
    return `Signing in to ${renderTemplate(`${host}:${port}`, values)}…`
  }
  const question = verify.identity ? 'who this belongs to' : 'whether it accepts this'
  return `Asking ${hostOf(method, values)} ${question}…`
}

function hostOf(method: Method, values: Scope): string {
  try {
    return renderBaseUrl(method, values).host
  } catch (error) {
    if (error instanceof UnusableValue) return 'the target'
    throw error
  }
}
