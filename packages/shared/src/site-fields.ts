import { extracting, type FieldMeta, text } from './fields.ts'
import { enScreens } from './locales/en-screens.ts'

/**
 * Fields that components of web applications share: the site of the customer, and the e-mail address of the
 * user.
 */

/**
 * Returns a field for the customer's part of the provider's host name, such as `acme` in
 * https://acme.example.com. Users often paste the complete URL, so everything around that part is removed.
 */
export function subdomain(meta: FieldMeta & { suffix: string }) {
  const field = text({ placeholder: 'acme', prefix: 'https://', ...meta }).toLowerCase()
  const suffix = meta.suffix.replaceAll('.', '\\.')
  return extracting(field, `^(?:https?://)?([^/]*?)(?:${suffix})?(?:/.*)?$`).regex(
    /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/,
    `Enter only the part before ${meta.suffix}, for example ${meta.placeholder ?? 'acme'}`,
  )
}

/**
 * Returns a field for an e-mail address. Colons are rejected, because basic authentication can't carry them.
 */
export function email(meta: Pick<FieldMeta, 'help'>) {
  return text({ label: 'E-mail', placeholder: 'alice@example.com', ...meta }).regex(
    /^[^\s@:]+@[^\s@:]+$/,
    enScreens.inputErrors.email,
  )
}
