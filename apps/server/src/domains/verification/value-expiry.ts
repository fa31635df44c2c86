import { templateFields } from '@stepkey/shared/auth/template'
import type { Method, TlsTemplates } from '@stepkey/shared/component'
import { expiryOfDate } from '@stepkey/shared/expiry-time'
import { activeFields, describeFields } from '@stepkey/shared/schema'
import { readCertificates } from '../../platform/pem-certificates.ts'
import { jwtExpiry } from '../tokens/token-lifetime.ts'

/**
 * Returns when the first of the values ends that say so themselves: the `exp` of secrets that are JWTs, and the
 * `notAfter` of certificates, except those of authorities. Times in the past are ignored: then the target did not
 * mind them. ISO 8601; undefined if no value says so.
 */
export function expiryOfValues(
  method: Method,
  values: Record<string, unknown>,
  now: Date,
): string | undefined {
  const authorities = authorityFields(method)
  const ends: Date[] = []
  for (const { path, field, value } of activeFields(describeFields(method.fields), values)) {
    if (typeof value !== 'string') continue
    if (field.meta.format === 'pem-certificate') {
      if (!authorities.has(path)) ends.push(...certificateEnds(value))
    } else if (field.meta.secret) {
      ends.push(jwtExpiry(value.trim()) ?? now)
    }
  }
  const first = Math.min(...ends.map((end) => end.getTime()).filter((end) => end > now.getTime()))
  return Number.isFinite(first) ? new Date(first).toISOString() : undefined
}

/** Returns the fields with the certificates of authorities, which the target's certificate is compared with. */
function authorityFields({ tls, verify }: Method): ReadonlySet<string> {
  const options: TlsTemplates = 'driver' in verify ? { ...verify.map } : (tls ?? {})
  return new Set(templateFields(options.ca ?? ''))
}

/** Values of older versions may have certificates that can't be read. */
function certificateEnds(text: string): Date[] {
  try {
    return readCertificates(text).flatMap(({ validTo }) => expiryOfDate(validTo) ?? [])
  } catch {
    return []
  }
}
