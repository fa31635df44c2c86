import type { Method, Template } from '../component.ts'
import type { CatalogueTranslator } from '../locales.ts'
import { renderBaseUrl, UnusableValue } from './request.ts'
import { renderTemplate, type TemplateValues } from './template.ts'

/** Returns the message that users see while a verification runs. */
export function progressMessage(method: Method, values: TemplateValues, t: CatalogueTranslator): string {
  const { verify, token } = method
  if ('untestable' in verify) return t('progress.saving')
  if ('driver' in verify) {
    const { host, port } = verify.map
    return t('progress.signingIn', { host: renderTemplate(`${host}:${port}`, values) })
  }
  if (token?.grant === 'client_credentials' || token?.grant === 'jwt_bearer') {
    return t('progress.requestingAccess', { host: hostOf(token.url, values, t) })
  }
  if (token?.grant === 'login')
    return t('progress.signingIn', { host: hostOf(token.baseUrl ?? method.baseUrl, values, t) })
  const readsIdentity = 'identity' in verify && verify.identity !== undefined
  const baseUrl = ('path' in verify ? verify.baseUrl : undefined) ?? method.baseUrl
  return t(readsIdentity ? 'progress.verifyingAccount' : 'progress.verifyingCredential', {
    host: hostOf(baseUrl, values, t),
  })
}

function hostOf(baseUrl: Template | undefined, values: TemplateValues, t: CatalogueTranslator): string {
  try {
    return renderBaseUrl({ baseUrl }, values).host
  } catch (error) {
    if (error instanceof UnusableValue) return t('progress.theTarget')
    throw error
  }
}
