import type { Method, Template } from '../component.ts'
import { renderBaseUrl, UnusableValue } from './request.ts'
import { renderTemplate, type Scope } from './template.ts'

/** What a verification is about to ask of whom, for people to read while it runs. */
export function progressMessage(method: Method, values: Scope): string {
  const { verify, token } = method
  if ('untestable' in verify) return 'Saving…'
  if ('driver' in verify) {
    const { host, port } = verify.map
    return `Signing in to ${renderTemplate(`${host}:${port}`, values)}…`
  }
  if (token?.grant === 'client_credentials' || token?.grant === 'jwt_bearer') {
    return `Asking ${hostOf(token.url, values)} for access…`
  }
  if (token?.grant === 'login') return `Signing in to ${hostOf(token.baseUrl ?? method.baseUrl, values)}…`
  const asksWho = 'identity' in verify && verify.identity !== undefined
  const asked = ('path' in verify ? verify.baseUrl : undefined) ?? method.baseUrl
  return `Asking ${hostOf(asked, values)} ${asksWho ? 'who this belongs to' : 'whether it accepts this'}…`
}

function hostOf(baseUrl: Template | undefined, values: Scope): string {
  try {
    return renderBaseUrl({ baseUrl }, values).host
  } catch (error) {
    if (error instanceof UnusableValue) return 'the target'
    throw error
  }
}
