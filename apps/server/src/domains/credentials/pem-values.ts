import { createPrivateKey, type KeyObject, type X509Certificate } from 'node:crypto'
import { templateFields } from '@stepkey/shared/auth/template'
import type { Method, TlsTemplates } from '@stepkey/shared/component'
import type { FieldMessage } from '@stepkey/shared/errors'
import { activeFields, describeFields } from '@stepkey/shared/schema'
import { readCertificates } from '../../platform/pem-certificates.ts'

type Values = Record<string, unknown>

/**
 * Returns what is wrong with the certificates and private keys among the values: a certificate or key that can't be read,
 * and a client certificate without its key. The fields themselves check only their form, because they are also checked in
 * browsers, which can't read certificates.
 */
export function pemProblems(method: Method, values: Values): FieldMessage[] {
  const problems: FieldMessage[] = []
  const certificates = new Map<string, X509Certificate>()
  const keys = new Map<string, KeyObject>()
  for (const { path, field, value } of activeFields(describeFields(method.fields), values)) {
    if (typeof value !== 'string') continue
    const { format } = field.meta
    if (format !== 'pem-certificate' && format !== 'pem-private-key') continue
    try {
      if (format === 'pem-private-key') keys.set(path, createPrivateKey(value))
      else {
        const [first] = readCertificates(value)
        if (first) certificates.set(path, first)
      }
    } catch {
      const name = format === 'pem-private-key' ? 'private key' : 'certificate'
      problems.push({ path, message: `This ${name} can’t be read. Copy it again completely.` })
    }
  }
  return problems.length > 0 ? problems : pairProblems(method, certificates, keys)
}

function pairProblems(
  { tls, verify }: Method,
  certificates: ReadonlyMap<string, X509Certificate>,
  keys: ReadonlyMap<string, KeyObject>,
): FieldMessage[] {
  const options: TlsTemplates = 'driver' in verify ? { ...verify.map } : (tls ?? {})
  const [certificatePath = ''] = templateFields(options.certificate ?? '')
  const [keyPath = ''] = templateFields(options.privateKey ?? '')
  const certificate = certificates.get(certificatePath)
  const key = keys.get(keyPath)
  if (certificate && !key) {
    return [{ path: keyPath, message: 'Enter the private key that belongs to the client certificate.' }]
  }
  if (key && !certificate && certificatePath) {
    return [
      { path: certificatePath, message: 'Enter the client certificate that belongs to the private key.' },
    ]
  }
  if (!certificate || !key || certificate.checkPrivateKey(key)) return []
  return [
    {
      path: keyPath,
      message:
        'This private key does not belong to the client certificate. Of a chain, that one comes first.',
    },
  ]
}
