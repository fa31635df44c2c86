import type { Method, Template } from '../component.ts'
import { renderBaseUrl, UnusableValue } from './request.ts'
import { renderTemplate, type TemplateValues } from './template.ts'

/** Returns the message that users see while a verification runs. */
export function progressMessage(method: Method, values: TemplateValues): string {
  const { verify, token } = method
  if ('untestable' in verify) return 'Saving…'
  if ('driver' in verify) {
    const { host, port } = verify.map
    return `Signing in to ${renderTemplate(`${host}:${port}`, values)}…`
  }
  if (token?.grant === 'client_credentials' || token?.grant === 'jwt_bearer') {
    return `Requesting access from ${hostOf(token.url, values)}…`
  }
  if (token?.grant === 'login') return `Signing in to ${hostOf(token.baseUrl ?? method.baseUrl, values)}…`
  const readsIdentity = 'identity' in verify && verify.identity !== undefined
  const baseUrl = ('path' in verify ? verify.baseUrl : undefined) ?? method.baseUrl
  return `Verifying the ${readsIdentity ? 'account' : 'credential'} at ${hostOf(baseUrl, values)}…`
}

function hostOf(baseUrl: Template | undefined, values: TemplateValues): string {
  try {
    return renderBaseUrl({ baseUrl }, values).host
  } catch (error) {
    if (error instanceof UnusableValue) return 'the target'
    throw error
  }
}
