import type { TlsTemplates } from './component.ts'
import { certificates, choice, flag, host, port, privateKey } from './fields.ts'

/**
 * The fields that components with a driver share: the address of the server and the protection of the
 * connection. Rarely needed fields are `advanced`. Field names equal the names of the driver options, see
 * {@link options}.
 */

/** Returns the fields for host and port. */
export const address = (placeholder: string, defaultPort: number, portHelp = `Usually ${defaultPort}.`) => ({
  host: host({
    label: 'Host',
    help: 'The host name or IP address of the server, without a port.',
    placeholder,
  }),
  port: port({ label: 'Port', help: portHelp }).default(defaultPort),
})

/** The field for protocols that use TLS from the first byte or not at all. */
export const tls = {
  tls: choice({
    label: 'Encryption',
    help: 'Choose the first option if the server supports it. Without a certificate check, only a certificate authority below protects against a man-in-the-middle attack.',
    options: {
      'verify-full': 'Required, with certificate check',
      'verify-ca': 'Required, with certificate check, for any host name',
      require: 'Required, without certificate check',
      disable: 'None',
    },
  }).default('verify-full'),
}

/** The field for protocols that can also start unencrypted and switch to TLS before sign-in (STARTTLS). */
export const startTls = {
  security: choice({
    label: 'Encryption',
    help: 'Without encryption, the password can be read in transit.',
    options: { tls: 'TLS', starttls: 'STARTTLS', none: 'None' },
  }).default('tls'),
}

/** The field that disables the certificate check. */
export const anyCertificate = {
  anyCertificate: flag({
    label: 'Accept any certificate',
    help: 'This allows man-in-the-middle attacks. Prefer to enter the certificate authority of the server below.',
    advanced: true,
  }).default(false),
}

/** The field for the certificate authority of the server. */
export const authority = {
  ca: certificates({
    label: 'Certificate authority',
    help: 'Only if the server certificate is signed by your own authority. The certificate of that authority in PEM format.',
    advanced: true,
  }).optional(),
}

const clientCertificate = {
  certificate: certificates({
    label: 'Client certificate',
    help: 'Only if the server requires one. In PEM format.',
    advanced: true,
  }).optional(),
  privateKey: privateKey({
    label: 'Private key',
    help: 'The key that belongs to the client certificate. In PEM format, without a passphrase.',
    advanced: true,
  }).optional(),
}

/** The field for the name in the certificate of the server. */
export const serverName = {
  serverName: host({
    label: 'Server name',
    help: 'Only if the certificate of the server was issued for another name than its address.',
    advanced: true,
  }).optional(),
}

/** The fields for the TLS options of any protocol. */
export const tlsFields = { ...authority, ...clientCertificate, ...serverName }

/** The TLS options of a method with {@link tlsFields}. */
export const tlsOptions: TlsTemplates = options('ca', 'certificate', 'privateKey', 'serverName')

/** The fields for encryption and the TLS options. */
export const protection = { ...tls, ...tlsFields }

/**
 * Returns driver options that read the fields of the same names: `options('host')` is `{ host: '{{host}}' }`.
 */
export function options<const Name extends string>(...names: readonly Name[]) {
  return Object.fromEntries(names.map((name) => [name, `{{${name}}}`])) as Record<Name, string>
}

/** The driver options for host, port and {@link protection}. */
export const server = {
  ...options('host', 'port', 'tls'),
  ...options('ca', 'certificate', 'privateKey', 'serverName'),
}
