import { type FieldMeta, text } from './fields.ts'

/** The fields that components of web applications share: which account at the vendor, and who signs in. */

/**
 * The part of the vendor's address that is the customer's own, such as `acme` of https://acme.example.com. People paste
 * the whole address: what surrounds their part is taken off.
 */
export function subdomain(meta: FieldMeta & { suffix: string }) {
  return text({ placeholder: 'acme', prefix: 'https://', ...meta })
    .toLowerCase()
    .overwrite((value) => {
      const [host = ''] = value.replace(/^https?:\/\//, '').split('/')
      return host.endsWith(meta.suffix) ? host.slice(0, -meta.suffix.length) : host
    })
    .regex(
      /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/,
      `Enter only the part before ${meta.suffix}, for example ${meta.placeholder ?? 'acme'}`,
    )
}

export function email(meta: Pick<FieldMeta, 'help'>) {
  return text({ label: 'E-mail', placeholder: 'alice@example.com', ...meta }).regex(
    /^[^\s@:]+@[^\s@:]+$/,
    'Enter an e-mail address',
  )
}
